import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Suspense } from "react";
import { SignUpForm } from "@/components/auth/sign-up-form";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { findSession } from "@/lib/auth/session";
import { isSignUpOpen } from "@/lib/auth/sign-up";

export const metadata: Metadata = { title: "Make an account" };

export default function SignUpPage() {
  return (
    <>
      <h1 className="text-2xl font-semibold">Make an account</h1>
      <p className="mt-1 text-base text-muted">One account, one workspace, all your platforms.</p>
      <Suspense>
        <Form />
      </Suspense>
    </>
  );
}

async function Form() {
  if (await findSession()) redirect("/integrations");
  if (await isSignUpOpen()) return <SignUpForm />;
  return (
    <Notice
      kind="info"
      className="mt-6"
      title="Sign-up is closed on this installation"
      action={
        <Button size="sm" asChild>
          <Link href="/sign-in">Sign in instead</Link>
        </Button>
      }
    >
      Ask somebody who is already in for an invitation link.
    </Notice>
  );
}
