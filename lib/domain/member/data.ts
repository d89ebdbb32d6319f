import "server-only";
import { and, asc, desc, eq, gt, isNull } from "drizzle-orm";
import { invites, members, users } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import type { InviteItem, MemberItem } from "./types";

const mostShown = 500;

export async function listMembers(ctx: Ctx): Promise<MemberItem[]> {
  requireScope(ctx, "member:read");
  const me = ctx.actor.kind === "user" ? ctx.actor.userId : null;
  const rows = await withWorkspace(ctx, (tx) =>
    tx
      .select({ member: members, name: users.name, email: users.email })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(eq(members.workspaceId, ctx.workspaceId))
      .orderBy(asc(members.createdAt), asc(members.id))
      .limit(mostShown),
  );
  return rows.map(({ member, name, email }) => ({
    memberId: member.id,
    userId: member.userId,
    name,
    email,
    role: member.role,
    joinedAt: member.createdAt.toISOString(),
    isYou: member.userId === me,
  }));
}

/** Open invitations, newest first. The links themselves cannot be shown again. */
export async function listInvites(ctx: Ctx): Promise<InviteItem[]> {
  requireScope(ctx, "member:read");
  const rows = await withWorkspace(ctx, (tx) =>
    tx
      .select({ invite: invites, inviter: users.name })
      .from(invites)
      .leftJoin(users, eq(users.id, invites.invitedBy))
      .where(
        and(
          eq(invites.workspaceId, ctx.workspaceId),
          isNull(invites.acceptedAt),
          isNull(invites.revokedAt),
          gt(invites.expiresAt, ctx.now),
        ),
      )
      .orderBy(desc(invites.createdAt), desc(invites.id))
      .limit(mostShown),
  );
  return rows.map(({ invite, inviter }) => ({
    inviteId: invite.id,
    email: invite.email,
    role: invite.role,
    invitedBy: inviter ?? "Somebody who left",
    createdAt: invite.createdAt.toISOString(),
    expiresAt: invite.expiresAt.toISOString(),
  }));
}

export async function lockMember(tx: Tx, ctx: Ctx, memberId: string) {
  const [row] = await tx
    .select()
    .from(members)
    .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, memberId)))
    .for("update");
  return row ?? null;
}
