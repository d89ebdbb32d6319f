"use client";

import Link from "next/link";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { signUpAction } from "@/lib/auth/actions";
import { trySignIn } from "./sign-in-form";

export interface SignUpFormProps {
  /** Joins this invitation's workspace instead of making one. */
  inviteToken?: string;
  /** The address the invitation is for. */
  email?: string;
}

interface Failure {
  message: string;
  fix: string | undefined;
  fields: Record<string, string>;
}

export function SignUpForm({ inviteToken, email }: SignUpFormProps) {
  const { failure, isBusy, submit } = useSignUp(inviteToken);
  const errors = failure?.fields ?? {};
  return (
    <form onSubmit={(event) => void submit(event)} className="mt-6 flex flex-col gap-4">
      {failure && Object.keys(errors).length === 0 ? (
        <Notice kind="bad" title={failure.message} live>
          {failure.fix}
        </Notice>
      ) : null}
      <PersonFields email={email} errors={errors} />
      {inviteToken ? null : (
        <TextField
          label="Workspace"
          help="Usually the name of your company or team."
          error={errors.workspaceName}
          name="workspaceName"
          autoComplete="organization"
          required
          maxLength={80}
        />
      )}
      <Button type="submit" variant="primary" size="lg" busy={isBusy} className="mt-1 w-full">
        {inviteToken ? "Join" : "Make the account"}
      </Button>
      <p className="text-sm text-muted">
        You have an account?{" "}
        <Link
          href={inviteToken ? `/sign-in?next=${encodeURIComponent(`/invite/${inviteToken}`)}` : "/sign-in"}
          className="text-accent-ink underline underline-offset-2"
        >
          Sign in
        </Link>
      </p>
    </form>
  );
}

function PersonFields({ email, errors }: { email: string | undefined; errors: Record<string, string> }) {
  return (
    <>
      <TextField
        label="Your name"
        error={errors.name}
        name="name"
        autoComplete="name"
        required
        maxLength={100}
      />
      <TextField
        label="E-mail"
        error={errors.email}
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={email}
        readOnly={Boolean(email)}
      />
      <TextField
        label="Password"
        help="At least 8 characters. A few unrelated words are best."
        error={errors.password}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
      />
    </>
  );
}

function useSignUp(inviteToken: string | undefined) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    setBusy(true);
    const result = await signUpAction({
      name: text("name"),
      email: text("email"),
      password: text("password"),
      ...(inviteToken ? { inviteToken } : { workspaceName: text("workspaceName") }),
    });
    const signInFailure = result.ok ? await trySignIn(text("email"), text("password")) : null;
    if (result.ok && signInFailure === null) return window.location.assign("/integrations");
    setBusy(false);
    setFailure(
      result.ok
        ? { message: signInFailure ?? "", fix: "The account is made: sign in.", fields: {} }
        : { message: result.message, fix: result.fix, fields: result.fields ?? {} },
    );
  };
  return { failure, isBusy, submit };
}
