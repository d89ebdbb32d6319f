import "server-only";
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { runs } from "@/drizzle/schema/sync";
import { jobContext } from "@/lib/access/mint";
import { withSystem, withWorkspace } from "@/lib/db/transaction";
import { emit } from "@/lib/outbox/emit";
import { writeLog } from "../log/write-log";

const silentFor = sql`interval '5 minutes'`;

/**
 * Wakes open runs that nothing has moved for five minutes: the job behind them is gone. Should it live after all,
 * the fencing number lets only one of the two write.
 */
export async function reviveRuns(): Promise<{ revived: number }> {
  const silent = await withSystem((tx) =>
    tx.select({ id: runs.id, workspaceId: runs.workspaceId }).from(runs).where(isSilent()).limit(200),
  );
  let revived = 0;
  for (const run of silent) if (await revive(run.workspaceId, run.id)) revived += 1;
  return { revived };
}

function isSilent() {
  const wakeAt = sql`coalesce(${runs.waitingUntil}, ${runs.updatedAt})`;
  return and(
    inArray(runs.status, ["queued", "running"]),
    lt(runs.updatedAt, sql`now() - ${silentFor}`),
    lt(wakeAt, sql`now() - ${silentFor}`),
  );
}

async function revive(workspaceId: string, runId: string): Promise<boolean> {
  const ctx = jobContext(workspaceId, "revive");
  return withWorkspace(ctx, async (tx) => {
    // Touching the row is the claim: the next sweep leaves it alone for five minutes.
    const [run] = await tx
      .update(runs)
      .set({ updatedAt: sql`now()` })
      .where(and(eq(runs.id, runId), isSilent()))
      .returning();
    if (!run) return false;
    const { id, integrationId, slice } = run;
    await emit(tx, "run/continued", { workspaceId, runId: id, integrationId, slice });
    await writeLog(tx, ctx, {
      level: "warn",
      event: "sync.revived",
      message: "The sync stood still and was taken up again from its last checkpoint.",
      integrationId,
      runId: id,
    });
    return true;
  });
}
