import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import type { PageInput } from "@/app/page-input";
import { AcceptInvite } from "@/components/auth/accept-invite";
import { SignUpForm } from "@/components/auth/sign-up-form";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { findSession } from "@/lib/auth/session";
import { loadInvitePreview } from "@/lib/domain/member/loaders";

export const metadata: Metadata = { title: "Invitation" };

export default function InvitePage(props: PageInput<{ token: string }>) {
  return (
    <Suspense>
      <Invitation params={props.params} />
    </Suspense>
  );
}

async function Invitation({ params }: Pick<PageInput<{ token: string }>, "params">) {
  const { token } = await params;
  const invite = await loadInvitePreview(token);
  if (!invite) return <Gone />;
  const session = await findSession();
  return (
    <>
      <h1 className="text-2xl font-semibold">Join {invite.workspaceName}</h1>
      <p className="mt-1 text-base text-muted">You are invited as {invite.role}.</p>
      {session ? (
        <AcceptInvite token={token} name={session.name} workspaceName={invite.workspaceName} />
      ) : (
        <SignUpForm inviteToken={token} {...(invite.email ? { email: invite.email } : {})} />
      )}
    </>
  );
}

function Gone() {
  return (
    <>
      <h1 className="text-2xl font-semibold">This invitation does not work any more</h1>
      <Notice
        kind="warn"
        className="mt-6"
        title="It was used, taken back, or is too old"
        action={
          <Button size="sm" asChild>
            <Link href="/sign-in">Sign in</Link>
          </Button>
        }
      >
        Ask whoever sent it for a new link.
      </Notice>
    </>
  );
}
