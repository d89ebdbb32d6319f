import "server-only";
import { eq } from "drizzle-orm";
import { members } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { revokeKeysBeyond } from "@/lib/domain/api-key/revoke-keys-beyond";
import { audit } from "@/lib/domain/audit/record";
import { notFound } from "@/lib/errors";
import { hintLive } from "@/lib/realtime/publish";
import { lockMember } from "./data";
import { lockOwners, requireOtherOwner } from "./keep-an-owner";
import { requireMayGrant } from "./policy";
import { type RemoveMemberInput, removeMemberInput } from "./schema";
import { withdrawInvites } from "./withdraw-invites";

/** They lose access at once, with the API keys and open invitations they made. Everybody may remove themself. */
export async function removeMember(ctx: Ctx, raw: RemoveMemberInput): Promise<void> {
  const { memberId } = removeMemberInput.parse(raw);
  await withWorkspace(ctx, async (tx) => {
    await lockOwners(tx, ctx);
    const member = await lockMember(tx, ctx, memberId);
    const isSelf = ctx.actor.kind === "user" && member?.userId === ctx.actor.userId;
    if (!isSelf) requireScope(ctx, "member:write");
    if (!member) throw notFound("member");
    if (!isSelf) requireMayGrant(ctx, member.role);
    if (member.role === "owner") await requireOtherOwner(tx, ctx, memberId);
    await tx.delete(members).where(eq(members.id, memberId));
    await audit(tx, ctx, {
      action: isSelf ? "member.left" : "member.removed",
      subjectKind: "member",
      subjectId: memberId,
      before: { userId: member.userId, role: member.role },
    });
    await revokeKeysBeyond(tx, ctx, member.userId, new Set());
    await withdrawInvites(tx, ctx, member.userId, null);
    hintLive(tx, ctx.workspaceId, "members");
  });
}
