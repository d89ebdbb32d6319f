import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { MemberRole } from "@/drizzle/schema/enums";
import { inviteTokens } from "@/drizzle/schema/gate";
import { invites } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { roleScopes } from "@/lib/access/scopes";
import type { Tx } from "@/lib/db/transaction";
import { mayGrant } from "./policy";

/** Part of taking rights from a person: links they made must not give what they can give no longer. */
export async function withdrawInvites(
  tx: Tx,
  ctx: Ctx,
  userId: string,
  newRole: MemberRole | null,
): Promise<void> {
  const open = await tx
    .select({ id: invites.id, role: invites.role })
    .from(invites)
    .where(
      and(
        eq(invites.workspaceId, ctx.workspaceId),
        eq(invites.invitedBy, userId),
        isNull(invites.acceptedAt),
        isNull(invites.revokedAt),
      ),
    )
    .for("update");
  const ids = open.filter(({ role }) => !mayStillInvite(userId, newRole, role)).map(({ id }) => id);
  if (ids.length === 0) return;
  await tx.update(invites).set({ revokedAt: ctx.now, updatedAt: ctx.now }).where(inArray(invites.id, ids));
  await tx.delete(inviteTokens).where(inArray(inviteTokens.inviteId, ids));
}

function mayStillInvite(userId: string, newRole: MemberRole | null, invited: MemberRole): boolean {
  if (!newRole || !roleScopes[newRole].has("member:write")) return false;
  const actor = { kind: "user", userId, role: newRole, sessionId: "" } as const;
  return mayGrant({ actor, scopes: roleScopes[newRole] }, invited);
}
