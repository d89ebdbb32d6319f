import "server-only";
import { eq } from "drizzle-orm";
import { members } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { requireScope, roleScopes } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { revokeKeysBeyond } from "@/lib/domain/api-key/revoke-keys-beyond";
import { audit } from "@/lib/domain/audit/record";
import { notFound } from "@/lib/errors";
import { hintLive } from "@/lib/realtime/publish";
import { lockMember } from "./data";
import { lockOwners, requireOtherOwner } from "./keep-an-owner";
import { requireMayGrant } from "./policy";
import { type ChangeRoleInput, changeRoleInput } from "./schema";
import { withdrawInvites } from "./withdraw-invites";

/**
 * Counts from the member's next request on. Their API keys that can do more than the new role are revoked, their open
 * invitations that give more are withdrawn.
 */
export async function changeRole(ctx: Ctx, raw: ChangeRoleInput): Promise<void> {
  requireScope(ctx, "member:write");
  const { memberId, role } = changeRoleInput.parse(raw);
  await withWorkspace(ctx, async (tx) => {
    await lockOwners(tx, ctx);
    const member = await lockMember(tx, ctx, memberId);
    if (!member) throw notFound("member");
    if (member.role === role) return;
    requireMayGrant(ctx, member.role);
    requireMayGrant(ctx, role);
    if (member.role === "owner") await requireOtherOwner(tx, ctx, memberId);
    await tx.update(members).set({ role, updatedAt: ctx.now }).where(eq(members.id, memberId));
    await audit(tx, ctx, {
      action: "member.role_changed",
      subjectKind: "member",
      subjectId: memberId,
      before: { role: member.role },
      after: { role },
    });
    await revokeKeysBeyond(tx, ctx, member.userId, roleScopes[role]);
    await withdrawInvites(tx, ctx, member.userId, role);
    hintLive(tx, ctx.workspaceId, "members");
  });
}
