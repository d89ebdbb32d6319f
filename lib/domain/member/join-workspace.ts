import "server-only";
import { and, eq, gt, isNull } from "drizzle-orm";
import { inviteTokens } from "@/drizzle/schema/gate";
import { invites, members } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { type OpenInvite, openInvite } from "@/lib/auth/invite-gate";
import { normalEmail } from "@/lib/crypto/hash";
import type { Tx } from "@/lib/db/transaction";
import { audit } from "@/lib/domain/audit/record";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { hintLive } from "@/lib/realtime/publish";

export async function requireInviteFor(token: string, email: string, now: Date): Promise<OpenInvite> {
  const invite = await openInvite(token, now);
  if (!invite) throw inviteGone();
  if (invite.email && invite.email !== normalEmail(email)) {
    throw new AppError("forbidden", {
      message: "This invitation is for another e-mail address.",
      fix: "Use the account that was invited, or ask for a new link.",
    });
  }
  return invite;
}

/** Uses up the link and adds the actor as a member. The update of the token row decides who was first. */
export async function joinWorkspace(tx: Tx, ctx: Ctx, invite: OpenInvite): Promise<void> {
  if (ctx.actor.kind !== "user") throw new Error("an invitation is for a person");
  const { userId } = ctx.actor;
  const used = await tx
    .update(inviteTokens)
    .set({ usedAt: ctx.now })
    .where(
      and(
        eq(inviteTokens.inviteId, invite.inviteId),
        isNull(inviteTokens.usedAt),
        gt(inviteTokens.expiresAt, ctx.now),
      ),
    )
    .returning({ inviteId: inviteTokens.inviteId });
  if (used.length === 0) throw inviteGone();
  const memberId = newId();
  const joined = await tx
    .insert(members)
    .values({ id: memberId, workspaceId: ctx.workspaceId, userId, role: invite.role })
    .onConflictDoNothing()
    .returning({ id: members.id });
  if (joined.length === 0) {
    throw new AppError("conflict", {
      message: "You are already a member of this workspace.",
      fix: "Open it with the workspace switcher.",
    });
  }
  await tx
    .update(invites)
    .set({ acceptedAt: ctx.now, acceptedBy: userId, updatedAt: ctx.now })
    .where(eq(invites.id, invite.inviteId));
  await audit(tx, ctx, {
    action: "member.joined",
    subjectKind: "member",
    subjectId: memberId,
    after: { role: invite.role, inviteId: invite.inviteId },
  });
  hintLive(tx, ctx.workspaceId, "members");
}

function inviteGone(): AppError {
  return new AppError("gone", {
    message: "This invitation was used, revoked or is older than seven days.",
    fix: "Ask for a new link.",
  });
}
