import "server-only";
import { eq } from "drizzle-orm";
import { sessions } from "@/drizzle/schema/gate";
import type { Ctx } from "@/lib/access/context";
import { roleScopes } from "@/lib/access/scopes";
import type { RequestFacts } from "@/lib/auth/request-facts";
import type { OpenSession } from "@/lib/auth/session-gate";
import { withWorkspace } from "@/lib/db/transaction";
import { joinWorkspace, requireInviteFor } from "./join-workspace";
import { type AcceptInviteInput, acceptInviteInput } from "./schema";

/** For somebody who is signed in; a new person signs up with the token instead. Their session moves there. */
export async function acceptInvite(
  session: Pick<OpenSession, "userId" | "email" | "sessionId">,
  facts: RequestFacts,
  raw: AcceptInviteInput,
): Promise<{ workspaceId: string }> {
  const { token } = acceptInviteInput.parse(raw);
  const invite = await requireInviteFor(token, session.email, facts.now);
  const { userId, sessionId } = session;
  const ctx: Ctx = {
    workspaceId: invite.workspaceId,
    actor: { kind: "user", userId, role: invite.role, sessionId },
    scopes: roleScopes[invite.role],
    requestId: facts.requestId,
    ip: facts.ip,
    now: facts.now,
  };
  await withWorkspace(ctx, async (tx) => {
    await joinWorkspace(tx, ctx, invite);
    await tx.update(sessions).set({ workspaceId: ctx.workspaceId }).where(eq(sessions.id, sessionId));
  });
  return { workspaceId: ctx.workspaceId };
}
