import "server-only";
import { eq, sql } from "drizzle-orm";
import { runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { toPublicId } from "@/lib/ids";
import { audit } from "../audit/record";
import { readIntegration } from "../integration/data";
import { writeLog } from "../log/write-log";
import { closeRun } from "./engine/end-run";
import { CancelRun } from "./schema";

/**
 * Takes effect at once: the run is over, and the slice that may still be reading cannot commit any more. What was
 * read stays. False when it had ended before.
 */
export async function cancelRun(ctx: Ctx, input: CancelRun): Promise<{ runId: string; canceled: boolean }> {
  requireScope(ctx, "integration:write");
  const { runId } = CancelRun.parse(input);
  const canceled = await withWorkspace(ctx, async (tx) => {
    const [run] = await tx.select().from(runs).where(eq(runs.id, runId));
    if (!run || !(await readIntegration(tx, ctx, run.integrationId))) throw notFound("run");
    if (!(await closeRun(tx, ctx, runId, { status: "canceled", error: null }))) return false;
    await tx.update(runs).set({ cancelRequestedAt: sql`now()` }).where(eq(runs.id, runId));
    const place = { integrationId: run.integrationId, runId };
    await writeLog(tx, ctx, { level: "info", event: "sync.canceled", message: "Sync canceled.", ...place });
    await audit(tx, ctx, { action: "run.canceled", subjectKind: "run", subjectId: runId });
    return true;
  });
  return { runId: toPublicId("run", runId), canceled };
}
