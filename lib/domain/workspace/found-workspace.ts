import "server-only";
import { members, workspaces } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { createWorkspaceKey } from "@/lib/crypto/vault";
import type { Tx } from "@/lib/db/transaction";
import { audit } from "@/lib/domain/audit/record";
import { newId } from "@/lib/ids";

/** Inside a transaction that is already in the new workspace: the workspace, its key and its owner. */
export async function foundWorkspace(tx: Tx, ctx: Ctx, input: { name: string }): Promise<void> {
  if (ctx.actor.kind !== "user") throw new Error("a workspace is made by a person");
  const name = input.name.slice(0, 80);
  await tx.insert(workspaces).values({ id: ctx.workspaceId, name });
  await tx.insert(members).values({
    id: newId(),
    workspaceId: ctx.workspaceId,
    userId: ctx.actor.userId,
    role: "owner",
  });
  await createWorkspaceKey(tx, ctx.workspaceId);
  await audit(tx, ctx, {
    action: "workspace.created",
    subjectKind: "workspace",
    subjectId: ctx.workspaceId,
    after: { name },
  });
}
