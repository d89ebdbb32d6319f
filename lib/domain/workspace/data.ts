import "server-only";
import { eq } from "drizzle-orm";
import { workspaces } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import type { WorkspaceDetail } from "./types";

export async function getWorkspaceOrThrow(ctx: Ctx): Promise<WorkspaceDetail> {
  const [row] = await withWorkspace(ctx, (tx) =>
    tx.select().from(workspaces).where(eq(workspaces.id, ctx.workspaceId)),
  );
  if (!row) throw notFound("workspace");
  return { id: row.id, name: row.name, timeZone: row.timeZone, createdAt: row.createdAt.toISOString() };
}
