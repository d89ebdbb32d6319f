import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { integrations } from "@/drizzle/schema/integrations";
import { type RunError, runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { failureAdvice, type ProviderFailure } from "@/lib/connectors/kit/failure";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { emit } from "@/lib/outbox/emit";
import { hintLive } from "@/lib/realtime/publish";
import { writeLog } from "../../log/write-log";
import { sumCounts } from "../../run/policy";
import { commitSlice, emptyProgress, type Slice, StaleSlice } from "./slice";

export function toRunError(failure: Pick<ProviderFailure, "kind" | "message">): RunError {
  const advice = failureAdvice[failure.kind];
  return { kind: failure.kind, message: failure.message || advice.cause, fix: advice.fix };
}

/** This object did not get through; the others go on. */
export async function failObject(slice: Slice, name: string, failure: ProviderFailure): Promise<void> {
  const error = toRunError(failure);
  await commitSlice(slice, async (tx) => {
    slice.progress.objects[name] = {
      ...(slice.progress.objects[name] ?? emptyProgress()),
      state: "failed",
      error,
    };
    await writeLog(tx, slice.ctx, {
      level: "error",
      event: "sync.object_failed",
      message: `${name}: ${error.message}`,
      integrationId: slice.integrationId,
      runId: slice.runId,
      detail: { object: name, ...error },
    });
  });
}

/** All objects are through: the run succeeded, or failed with the first object's reason. */
export async function endRun(slice: Slice): Promise<void> {
  const failed = slice.objects.filter((name) => slice.progress.objects[name]?.state === "failed");
  const first = failed[0] ? slice.progress.objects[failed[0]]?.error : undefined;
  const error = first ? { ...first, message: `${failed.join(", ")}: ${first.message}` } : null;
  await withWorkspace(slice.ctx, async (tx) => {
    const status = error ? "failed" : "succeeded";
    if (!(await closeRun(tx, slice.ctx, slice.runId, { status, error, slice: slice.number })))
      throw new StaleSlice();
    if (!error) {
      const synced = { lastSyncAt: sql`now()` };
      await tx.update(integrations).set(synced).where(eq(integrations.id, slice.integrationId));
    }
    hintLive(tx, slice.ctx.workspaceId, "integrations", slice.integrationId);
    const sum = sumCounts(slice.progress);
    await writeLog(tx, slice.ctx, {
      level: error ? "error" : "info",
      event: error ? "sync.failed" : "sync.finished",
      message: error
        ? `Sync ended, but not all objects came through. ${error.message}`
        : `Sync finished: ${sum.read} read, ${sum.created} new, ${sum.updated} changed, ${sum.deleted} deleted.`,
      integrationId: slice.integrationId,
      runId: slice.runId,
      detail: { ...sum },
    });
  });
}

export interface RunEnd {
  status: "succeeded" | "failed" | "canceled";
  error: RunError | null;
  /** Only while this slice has the run. */
  slice?: number;
}

/** The one way out of an open run. False when it was over before, or another slice has it. */
export async function closeRun(tx: Tx, ctx: Ctx, runId: string, end: RunEnd): Promise<boolean> {
  const { status, error } = end;
  const still = and(
    eq(runs.id, runId),
    inArray(runs.status, ["queued", "running"]),
    end.slice === undefined ? undefined : eq(runs.slice, end.slice),
  );
  const [run] = await tx
    .update(runs)
    .set({ status, error, endedAt: sql`now()`, updatedAt: sql`now()`, waitingUntil: null })
    .where(still)
    .returning({ integrationId: runs.integrationId });
  if (!run) return false;
  await emit(tx, "run/finished", {
    workspaceId: ctx.workspaceId,
    runId,
    integrationId: run.integrationId,
    status,
  });
  hintLive(tx, ctx.workspaceId, "runs", runId);
  return true;
}
