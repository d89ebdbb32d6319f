import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { hintLive } from "@/lib/realtime/publish";
import { writeLog } from "../../log/write-log";

export type ClaimedRun = typeof runs.$inferSelect;

/** Takes the next fencing number; from here on no older slice of this run can commit. Null when it is over. */
export async function claimRun(ctx: Ctx, runId: string): Promise<ClaimedRun | null> {
  return withWorkspace(ctx, async (tx) => {
    const [run] = await tx
      .update(runs)
      .set({
        slice: sql`${runs.slice} + 1`,
        status: "running",
        startedAt: sql`coalesce(${runs.startedAt}, now())`,
        updatedAt: sql`now()`,
        waitingUntil: null,
        error: null,
      })
      .where(and(eq(runs.id, runId), inArray(runs.status, ["queued", "running"])))
      .returning();
    if (!run) return null;
    if (run.slice === 1) {
      await writeLog(tx, ctx, {
        level: "info",
        event: "sync.started",
        message: run.mode === "full" ? "Full sync started." : "Sync started.",
        integrationId: run.integrationId,
        runId: run.id,
        detail: { trigger: run.trigger, objects: run.objects },
      });
    }
    hintLive(tx, ctx.workspaceId, "runs", run.id);
    return run;
  });
}
