import "server-only";
import type { Ctx } from "@/lib/access/context";
import type { ObjectDefinition } from "@/lib/connectors/kit/connector";
import { ProviderFailure } from "@/lib/connectors/kit/failure";
import { openConnection } from "../../integration/open-connection";
import { readSettings } from "../../integration/policy";
import { writeLog } from "../../log/write-log";
import { type ClaimedRun, claimRun } from "./claim-run";
import { closePass, openPass } from "./cursor-row";
import { endRun, failObject } from "./end-run";
import { findAbsent, pullDeleted } from "./find-deleted";
import type { Pass } from "./pass";
import { pullRecords } from "./pull-records";
import { commitSlice, hasTime, progressOf, type Slice, StaleSlice } from "./slice";
import { settleTrouble } from "./trouble";

export type SliceOutcome =
  /** The time is up; call again at once. */
  | { state: "more" }
  /** The platform asked for a pause; call again after it. */
  | { state: "waiting"; seconds: number }
  /** Over, or somebody else's. */
  | { state: "ended" };

export interface SliceOptions {
  /** How long to work before giving the step back. */
  budgetMs?: number;
  open?: typeof openConnection;
}

const defaultBudgetMs = 20_000;

/**
 * Many pages of one run, each commit fenced by the slice's number. Safe to call again after any crash: it goes on
 * from the last commit. Throws what a later attempt may heal; everything else ends the run with its reason.
 */
export async function runSlice(
  ctx: Ctx,
  input: { runId: string },
  options: SliceOptions = {},
): Promise<SliceOutcome> {
  const claimed = await claimRun(ctx, input.runId);
  if (!claimed) return { state: "ended" };
  const abort = new AbortController();
  try {
    const slice = await openSlice(ctx, claimed, abort.signal, options);
    return await workOff(slice);
  } catch (error) {
    if (error instanceof StaleSlice) return { state: "ended" };
    return await settleTrouble(ctx, claimed, error);
  } finally {
    // A page that was fetched ahead is of no use any more.
    abort.abort();
  }
}

async function openSlice(
  ctx: Ctx,
  run: ClaimedRun,
  signal: AbortSignal,
  options: SliceOptions,
): Promise<Slice> {
  const open = options.open ?? openConnection;
  const opened = await open(ctx, run.integrationId, { use: "sync", runId: run.id, signal });
  return {
    ctx,
    runId: run.id,
    integrationId: run.integrationId,
    number: run.slice,
    mode: run.mode,
    objects: run.objects,
    progress: run.progress,
    opened,
    pageSize: readSettings(opened.integration.settings).sync.batchSize,
    deadline: Date.now() + (options.budgetMs ?? defaultBudgetMs),
    signal,
  };
}

async function workOff(slice: Slice): Promise<SliceOutcome> {
  for (const name of slice.objects) {
    const definition = slice.opened.connector.objects.find((object) => object.name === name);
    const progress = slice.progress.objects[name];
    if (progress?.state === "done" || progress?.state === "failed") continue;
    if (!definition) await failObject(slice, name, unknownObject(name));
    else if (!(await passObject(slice, definition))) return { state: "more" };
  }
  await endRun(slice);
  return { state: "ended" };
}

function unknownObject(name: string): ProviderFailure {
  return new ProviderFailure("invalid_input", `This connector has no object "${name}" any more.`);
}

/** True when the object is through, well or not; false when the time is up. */
async function passObject(slice: Slice, definition: ObjectDefinition): Promise<boolean> {
  const pass = await openPass(slice, definition);
  try {
    if (pass.state.phase === "records" && !(await pullRecords(slice, pass))) return false;
    if (pass.state.phase === "deleted") {
      if (!hasTime(slice)) return false;
      if (!(await pullDeleted(slice, pass))) return false;
    }
    const { proven } = await findAbsent(slice, pass);
    await finishObject(slice, pass, proven);
    return true;
  } catch (error) {
    if (!isForThisObject(error)) throw error;
    await failObject(slice, definition.name, error);
    return true;
  }
}

// One object that is refused does not keep the others from being in step; trouble of the account as a whole does.
function isForThisObject(error: unknown): error is ProviderFailure {
  if (!(error instanceof Error) || error.name !== "ProviderFailure") return false;
  const { kind } = error as ProviderFailure;
  return !["auth_expired", "rate_limited", "provider_down"].includes(kind);
}

async function finishObject(slice: Slice, pass: Pass, proven: boolean): Promise<void> {
  const progress = progressOf(slice, pass.definition);
  await commitSlice(slice, async (tx) => {
    progress.state = "done";
    await closePass(tx, slice, pass, proven);
    await writeLog(tx, slice.ctx, {
      level: "info",
      event: "sync.object_finished",
      message: `${pass.definition.label}: ${progress.read} read, ${progress.created} new, ${progress.updated} changed, ${progress.deleted} deleted.`,
      integrationId: slice.integrationId,
      runId: slice.runId,
      detail: { object: pass.definition.name, mode: pass.mode, ...progress },
    });
  });
}
