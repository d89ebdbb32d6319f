"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";

export function SignInForm({ next }: { next: string }) {
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    const failure = await trySignIn(String(form.get("email")), String(form.get("password")));
    if (failure === null) {
      // A full load, so that nothing rendered for a visitor stays.
      window.location.assign(next);
      return;
    }
    setBusy(false);
    setError(failure);
    password.current?.select();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="mt-6 flex flex-col gap-4">
      {error ? (
        <Notice kind="bad" title={error} live>
          Check both and try again. Who forgot the password asks an owner of the workspace.
        </Notice>
      ) : null}
      <Field label="E-mail">
        {(aria) => <Input {...aria} name="email" type="email" autoComplete="username" required autoFocus />}
      </Field>
      <Field label="Password">
        {(aria) => (
          <Input
            {...aria}
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={isBusy} className="mt-1 w-full">
        Sign in
      </Button>
    </form>
  );
}

/** Null = signed in. */
export async function trySignIn(email: string, password: string): Promise<string | null> {
  const { signIn } = await import("next-auth/react");
  const result = await signIn("credentials", { redirect: false, email, password }).catch(() => undefined);
  if (result?.ok && !result.error) return null;
  if (!result) return "Connectus cannot be reached just now.";
  return result.error && result.error !== "CredentialsSignin" ? result.error : "E-mail or password is wrong.";
}
