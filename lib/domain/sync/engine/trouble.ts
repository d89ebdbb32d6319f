import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { type RunError, runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { isProviderFailure, type ProviderFailure } from "@/lib/connectors/kit/failure";
import { withWorkspace } from "@/lib/db/transaction";
import { isAppError } from "@/lib/errors";
import { hintLive } from "@/lib/realtime/publish";
import { noteFailure } from "../../integration/note-failure";
import { writeLog } from "../../log/write-log";
import type { ClaimedRun } from "./claim-run";
import { closeRun, toRunError } from "./end-run";
import type { SliceOutcome } from "./run-slice";

const longestWaitS = 24 * 3600;
const usualWaitS = 30;

/** What stopped a slice: a pause the platform asked for, the end of the run, or something a later attempt may heal. */
export async function settleTrouble(ctx: Ctx, run: ClaimedRun, error: unknown): Promise<SliceOutcome> {
  if (isProviderFailure(error)) return settleFailure(ctx, run, error);
  if (isAppError(error) && !["unavailable", "internal", "rate_limited"].includes(error.code)) {
    const fix = error.fix ?? "Open the integration to see what it needs.";
    await failRun(ctx, {
      runId: run.id,
      error: { kind: "internal", message: error.message, fix },
      slice: run.slice,
    });
    return { state: "ended" };
  }
  throw error;
}

async function settleFailure(ctx: Ctx, run: ClaimedRun, failure: ProviderFailure): Promise<SliceOutcome> {
  const asked = failure.retryAfterS;
  if (failure.kind === "rate_limited" || (failure.kind === "provider_down" && asked !== undefined)) {
    const seconds = Math.min(longestWaitS, Math.max(1, Math.ceil(asked ?? usualWaitS)));
    await wait(ctx, run, failure, seconds);
    return { state: "waiting", seconds };
  }
  if (failure.kind === "provider_down") {
    await noteTrouble(ctx, run, failure);
    throw failure;
  }
  await noteFailure(ctx, run.integrationId, failure);
  await failRun(ctx, { runId: run.id, error: toRunError(failure), slice: run.slice });
  return { state: "ended" };
}

/** Ends the run as failed; for a slice only while it has the run. */
export async function failRun(
  ctx: Ctx,
  input: { runId: string; error: RunError; slice?: number },
): Promise<void> {
  await withWorkspace(ctx, async (tx) => {
    const end = { status: "failed" as const, error: input.error, slice: input.slice };
    if (!(await closeRun(tx, ctx, input.runId, end))) return;
    const [run] = await tx.select().from(runs).where(eq(runs.id, input.runId));
    await writeLog(tx, ctx, {
      level: "error",
      event: "sync.failed",
      message: `Sync failed. ${input.error.message}`,
      integrationId: run?.integrationId,
      runId: input.runId,
      detail: { ...input.error },
    });
  });
}

async function wait(ctx: Ctx, run: ClaimedRun, failure: ProviderFailure, seconds: number): Promise<void> {
  await withWorkspace(ctx, async (tx) => {
    const until = sql`now() + make_interval(secs => ${seconds})`;
    const mine = and(eq(runs.id, run.id), eq(runs.slice, run.slice), eq(runs.status, "running"));
    const changed = await tx
      .update(runs)
      .set({ waitingUntil: until, updatedAt: sql`now()` })
      .where(mine)
      .returning({ id: runs.id });
    if (changed.length === 0) return;
    hintLive(tx, ctx.workspaceId, "runs", run.id);
    await writeLog(tx, ctx, {
      level: "info",
      event: "sync.waiting",
      message: `The platform asked for a pause; going on in ${seconds} seconds. ${failure.message}`,
      integrationId: run.integrationId,
      runId: run.id,
      detail: { kind: failure.kind, seconds },
    });
  });
}

/** Kept on the open run, so that it can say why when the last attempt fails as well. */
async function noteTrouble(ctx: Ctx, run: ClaimedRun, failure: ProviderFailure): Promise<void> {
  await withWorkspace(ctx, async (tx) => {
    const mine = and(eq(runs.id, run.id), eq(runs.slice, run.slice), eq(runs.status, "running"));
    await tx
      .update(runs)
      .set({ error: toRunError(failure), updatedAt: sql`now()` })
      .where(mine);
    await writeLog(tx, ctx, {
      level: "warn",
      event: "sync.interrupted",
      message: `The platform could not be reached; trying again. ${failure.message}`,
      integrationId: run.integrationId,
      runId: run.id,
      detail: { kind: failure.kind, status: failure.status },
    });
  });
}
