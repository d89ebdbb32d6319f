import type { Metadata } from "next";
import { Suspense } from "react";
import { MemberSettings } from "@/components/settings/member-settings";
import { SkeletonRows } from "@/components/ui/skeleton";
import { hasScope } from "@/lib/access/scopes";
import { loadCtx } from "@/lib/auth/session";
import { loadInvites, loadMembers } from "@/lib/domain/member/loaders";

export const metadata: Metadata = { title: "Members" };

export default function MembersPage() {
  return (
    <Suspense fallback={<SkeletonRows label="Loading members" />}>
      <Body />
    </Suspense>
  );
}

async function Body() {
  const [ctx, members, invites] = await Promise.all([loadCtx(), loadMembers(), loadInvites()]);
  return <MemberSettings members={members} invites={invites} canWrite={hasScope(ctx, "member:write")} />;
}
