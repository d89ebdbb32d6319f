import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Suspense } from "react";
import type { PageInput } from "@/app/page-input";
import { SignInForm } from "@/components/auth/sign-in-form";
import { returnPath } from "@/lib/auth/return-path";
import { findSession } from "@/lib/auth/session";
import { isSignUpOpen } from "@/lib/auth/sign-up";

export const metadata: Metadata = { title: "Sign in" };

export default function SignInPage(props: PageInput) {
  return (
    <>
      <h1 className="text-2xl font-semibold">Sign in</h1>
      <p className="mt-1 text-base text-muted">Good to see you again.</p>
      <Suspense>
        <Form searchParams={props.searchParams} />
      </Suspense>
    </>
  );
}

async function Form({ searchParams }: Pick<PageInput, "searchParams">) {
  const { next, callbackUrl } = await searchParams;
  const target = ownPath(next ?? callbackUrl);
  if (await findSession()) redirect(target);
  return (
    <>
      <SignInForm next={target} />
      {(await isSignUpOpen()) ? (
        <p className="mt-6 text-sm text-muted">
          New here?{" "}
          <Link href="/sign-up" className="text-accent-ink underline underline-offset-2">
            Make an account
          </Link>
        </p>
      ) : null}
    </>
  );
}

/** next-auth hands over a whole address; of any only the path counts, and only when it is one of ours. */
function ownPath(value: string | string[] | undefined): string {
  const home = "/integrations";
  if (typeof value !== "string") return home;
  const path = URL.canParse(value) ? new URL(value).pathname + new URL(value).search : value;
  return path.startsWith("/sign-in") ? home : returnPath(path, home);
}
