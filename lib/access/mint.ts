import { newId } from "@/lib/ids";
import type { Ctx, WorkspaceId } from "./context";
import { allScopes } from "./scopes";

/**
 * The only place a WorkspaceId is made. Callers are the session gate, the API-key gate, the webhook door,
 * the job context below and sign-up; the architecture test holds the list.
 */
export function mintWorkspaceId(uuid: string): WorkspaceId {
  return uuid as WorkspaceId;
}

/** For a workspace that is being made. */
export function mintNewWorkspaceId(): WorkspaceId {
  return mintWorkspaceId(newId());
}

/** For background jobs: the workspace comes from an event that our own outbox wrote. */
export function jobContext(workspaceId: string, job: string, now = new Date()): Ctx {
  return {
    workspaceId: mintWorkspaceId(workspaceId),
    actor: { kind: "system", job },
    scopes: allScopes,
    requestId: newId(),
    ip: null,
    now,
  };
}
