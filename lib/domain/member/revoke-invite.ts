import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { inviteTokens } from "@/drizzle/schema/gate";
import { invites } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { audit } from "@/lib/domain/audit/record";
import { AppError, notFound } from "@/lib/errors";
import { hintLive } from "@/lib/realtime/publish";
import { type RevokeInviteInput, revokeInviteInput } from "./schema";

/** The link stops working at once. Twice is once. */
export async function revokeInvite(ctx: Ctx, raw: RevokeInviteInput): Promise<void> {
  requireScope(ctx, "member:write");
  const { inviteId } = revokeInviteInput.parse(raw);
  await withWorkspace(ctx, async (tx) => {
    const [invite] = await tx
      .select()
      .from(invites)
      .where(and(eq(invites.workspaceId, ctx.workspaceId), eq(invites.id, inviteId)))
      .for("update");
    if (!invite) throw notFound("invitation");
    if (invite.revokedAt) return;
    if (invite.acceptedAt) {
      throw new AppError("conflict", {
        message: "This invitation was already accepted.",
        fix: "Remove the member instead.",
      });
    }
    await tx
      .update(invites)
      .set({ revokedAt: ctx.now, updatedAt: ctx.now })
      .where(and(eq(invites.id, inviteId), isNull(invites.revokedAt)));
    await tx.delete(inviteTokens).where(eq(inviteTokens.inviteId, inviteId));
    await audit(tx, ctx, { action: "invite.revoked", subjectKind: "invite", subjectId: inviteId });
    hintLive(tx, ctx.workspaceId, "members");
  });
}
