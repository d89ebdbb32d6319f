import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { emit } from "@/lib/outbox/emit";

/** Hands a long run over to a new function run. Twice is harmless: slices are fenced. */
export async function continueRun(ctx: Ctx, input: { runId: string }): Promise<{ continued: boolean }> {
  return withWorkspace(ctx, async (tx) => {
    const [run] = await tx
      .update(runs)
      .set({ updatedAt: sql`now()` })
      .where(and(eq(runs.id, input.runId), eq(runs.status, "running")))
      .returning();
    if (!run) return { continued: false };
    const { id: runId, integrationId, slice } = run;
    await emit(tx, "run/continued", { workspaceId: ctx.workspaceId, runId, integrationId, slice });
    return { continued: true };
  });
}
