import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { inviteTokens } from "@/drizzle/schema/gate";
import { invites, members } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { revokeKeysBeyond } from "@/lib/domain/api-key/revoke-keys-beyond";
import { audit } from "@/lib/domain/audit/record";
import { notFound } from "@/lib/errors";
import { hintLive } from "@/lib/realtime/publish";
import { lockMember } from "./data";
import { lockOwners, requireOtherOwner } from "./keep-an-owner";
import { requireMayGrant } from "./policy";
import { type RemoveMemberInput, removeMemberInput } from "./schema";

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
    await withdrawInvites(tx, ctx, member.userId);
    hintLive(tx, ctx.workspaceId, "members");
  });
}

async function withdrawInvites(tx: Tx, ctx: Ctx, userId: string): Promise<void> {
  const gone = await tx
    .update(invites)
    .set({ revokedAt: ctx.now, updatedAt: ctx.now })
    .where(
      and(
        eq(invites.workspaceId, ctx.workspaceId),
        eq(invites.invitedBy, userId),
        isNull(invites.acceptedAt),
        isNull(invites.revokedAt),
      ),
    )
    .returning({ id: invites.id });
  const ids = gone.map((invite) => invite.id);
  if (ids.length > 0) await tx.delete(inviteTokens).where(inArray(inviteTokens.inviteId, ids));
}
