import "server-only";
import { inviteTokens } from "@/drizzle/schema/gate";
import { invites } from "@/drizzle/schema/workspaces";
import { actorId, type Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { newToken, normalEmail, sha256 } from "@/lib/crypto/hash";
import { withWorkspace } from "@/lib/db/transaction";
import { audit } from "@/lib/domain/audit/record";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { hintLive } from "@/lib/realtime/publish";
import { requireMayGrant } from "./policy";
import { type InviteMemberInput, inviteMemberInput } from "./schema";
import type { NewInvite } from "./types";

const validMs = 7 * 24 * 60 * 60 * 1000;

/** A link for one person, for seven days. The link is in the answer and nowhere else. */
export async function inviteMember(ctx: Ctx, raw: InviteMemberInput): Promise<NewInvite> {
  requireScope(ctx, "member:write");
  const input = inviteMemberInput.parse(raw);
  requireMayGrant(ctx, input.role);
  if (ctx.actor.kind !== "user") {
    throw new AppError("forbidden", {
      message: "Invitations are made by a signed-in person.",
      fix: "Sign in and invite from the members page.",
    });
  }
  const invitedBy = ctx.actor.userId;
  const token = newToken();
  const inviteId = newId();
  const expiresAt = new Date(ctx.now.getTime() + validMs);
  const email = input.email ? normalEmail(input.email) : null;
  const { workspaceId } = ctx;
  await withWorkspace(ctx, async (tx) => {
    await tx.insert(invites).values({
      id: inviteId,
      workspaceId,
      email,
      role: input.role,
      invitedBy,
      expiresAt,
      createdAt: ctx.now,
    });
    await tx.insert(inviteTokens).values({ tokenHash: sha256(token), inviteId, workspaceId, expiresAt });
    await audit(tx, ctx, {
      action: "member.invited",
      subjectKind: "invite",
      subjectId: inviteId,
      after: { role: input.role, email, invitedBy: actorId(ctx.actor) },
    });
    hintLive(tx, workspaceId, "members");
  });
  return {
    inviteId,
    url: `${env().CONNECTUS_URL.replace(/\/+$/, "")}/invite/${token}`,
    expiresAt: expiresAt.toISOString(),
  };
}
