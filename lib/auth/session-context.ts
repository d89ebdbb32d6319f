import "server-only";
import type { Ctx } from "@/lib/access/context";
import { mintWorkspaceId } from "@/lib/access/mint";
import { roleScopes } from "@/lib/access/scopes";
import { AppError } from "@/lib/errors";
import type { OpenSession } from "./session-gate";

/** The role is read with the session on each request, so a demotion counts at once. */
export function sessionContext(
  session: OpenSession,
  request: { requestId: string; ip: string | null; now: Date },
): Ctx {
  const workspace = session.workspaces.find((mine) => mine.id === session.workspaceId);
  if (!workspace) {
    throw new AppError("forbidden", {
      message: "You do not belong to a workspace.",
      fix: "Ask somebody of your team for an invitation.",
    });
  }
  return {
    workspaceId: mintWorkspaceId(workspace.id),
    actor: {
      kind: "user",
      userId: session.userId,
      role: workspace.role,
      sessionId: session.sessionId,
    },
    scopes: roleScopes[workspace.role],
    requestId: request.requestId,
    ip: request.ip,
    now: request.now,
  };
}
