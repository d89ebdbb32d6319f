import "server-only";
import { eq } from "drizzle-orm";
import { workspaces } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { audit } from "@/lib/domain/audit/record";
import { notFound } from "@/lib/errors";
import { type UpdateWorkspaceInput, updateWorkspaceInput } from "./schema";

/** Name and time zone. A change to what it already is leaves no trace. */
export async function updateWorkspace(ctx: Ctx, raw: UpdateWorkspaceInput): Promise<void> {
  requireScope(ctx, "workspace:write");
  const input = updateWorkspaceInput.parse(raw);
  await withWorkspace(ctx, async (tx) => {
    const [before] = await tx
      .select({ name: workspaces.name, timeZone: workspaces.timeZone })
      .from(workspaces)
      .where(eq(workspaces.id, ctx.workspaceId))
      .for("update");
    if (!before) throw notFound("workspace");
    const after = { ...before, ...input };
    if (after.name === before.name && after.timeZone === before.timeZone) return;
    await tx
      .update(workspaces)
      .set({ ...after, updatedAt: ctx.now })
      .where(eq(workspaces.id, ctx.workspaceId));
    await audit(tx, ctx, {
      action: "workspace.updated",
      subjectKind: "workspace",
      subjectId: ctx.workspaceId,
      before,
      after,
    });
  });
}
