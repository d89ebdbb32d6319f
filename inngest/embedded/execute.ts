import { systemPool } from "@/lib/db/client";
import { log } from "@/lib/log";
import { apply, close, type Work } from "./apply";
import { backoffMs, type RetryPolicy } from "./backoff";
import { maxLosses } from "./claim";
import { interpret, type Verdict } from "./interpret";
import { loadRun, markStarted } from "./load";
import { persist, persistInTransaction } from "./persist";
import type { Reply } from "./protocol";
import type { FunctionSpec, Registry } from "./registry";
import { cancelRun } from "./runs";
import { retryStep, type Settled, settleStep } from "./settle";
import type { JobError, QueueItem, RunState } from "./types";

export interface ExecuteOptions {
  leaseMs: number;
  /** A call that takes longer counts as a failed attempt. */
  stepTimeoutMs: number;
  retry: RetryPolicy;
  /** False: give the item back after this step (the worker stops, or others wait for a place). */
  mayGoOn: () => boolean;
}

interface Outcome {
  settled: Settled;
  /** The run as it is now, when that is known without asking the database. */
  run: RunState | null;
}

const gone: Outcome = { settled: { mine: true, goOn: false, planned: [] }, run: null };

/** Works on a leased item until it parks, ends, has to wait, or is given back. */
export async function execute(registry: Registry, item: QueueItem, options: ExecuteOptions): Promise<void> {
  let current = item;
  let run: RunState | null = null;
  for (;;) {
    const outcome: Outcome = await executeOnce(registry, current, run, options).catch((error) =>
      giveUp(current, error, options),
    );
    if (!outcome.settled.mine) {
      log.warn({ run: item.runId, item: item.id }, "a lease was lost; what was done here is not recorded");
    }
    if (!outcome.settled.goOn) return;
    current = { ...current, attempt: 0, losses: 0 };
    run = outcome.run;
  }
}

async function executeOnce(
  registry: Registry,
  item: QueueItem,
  known: RunState | null,
  options: ExecuteOptions,
): Promise<Outcome> {
  const run = known ?? (await loadRun(systemPool(), item.runId));
  // Ended meanwhile; its end took this item out of the queue as well.
  if (!run) return gone;
  if (run.late) {
    await persistInTransaction((client) => cancelRun(client, run.id, "its time was up"));
    return gone;
  }
  const work: Work = { registry, item, run, ...options, mayGoOn: true };
  const spec = registry.functions.get(run.functionId);
  const hopeless = spec ? whyHopeless(item, spec) : unknownFunction(run);
  if (!spec || hopeless) {
    return { settled: await close(work, { status: "failed", output: null, error: hopeless }, []), run };
  }
  if (item.kind === "timer") return { settled: await endTimer(item, run), run };
  if (run.status === "queued") await markStarted(systemPool(), run.id, spec.finishWithinMs);
  const reply = await callWithin(options.stepTimeoutMs, work, spec);
  const verdict = interpret(reply, item.attempt + 1 >= spec.maxAttempts, new Date());
  const settled = await apply({ ...work, mayGoOn: options.mayGoOn() }, verdict, reply.sent);
  return { settled, run: settled.goOn ? afterwards(run, verdict) : null };
}

/** With nothing under way elsewhere, only this worker adds steps while it holds the lease. */
function afterwards(run: RunState, verdict: Verdict): RunState | null {
  const done =
    verdict.kind === "step-failed" ? [verdict.step] : verdict.kind === "progress" ? verdict.done : [];
  if (!done.length || run.steps.some((step) => step.state === "planned")) return null;
  return { ...run, status: "running", steps: [...run.steps, ...done] };
}

function whyHopeless(item: QueueItem, spec: FunctionSpec): JobError | null {
  if (item.losses >= maxLosses) {
    return { name: "WorkerLost", message: `${item.losses} workers died while they worked on this step.` };
  }
  if (item.attempt < spec.maxAttempts) return null;
  return { name: "AttemptsExhausted", message: "The result of this step could not be recorded." };
}

function unknownFunction(run: RunState): JobError {
  return {
    name: "UnknownFunction",
    message: `This version has no function "${run.functionId}".`,
  };
}

function endTimer(item: QueueItem, run: RunState): Promise<Settled> {
  const step = run.steps.find(({ hash }) => hash === item.stepHash);
  const error: JobError | null =
    step?.op === "InvokeFunction"
      ? { name: "InvokeTimeoutError", message: "The invoked function did not answer in time." }
      : null;
  const ending = { state: error ? ("failed" as const) : ("done" as const), data: null, error };
  return persistInTransaction((client) => settleStep(client, item, ending));
}

async function callWithin(limitMs: number, work: Work, spec: FunctionSpec): Promise<Reply> {
  const { item, run } = work;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<Reply>((resolve) => {
    const error = { name: "StepTimeout", message: `The step took longer than ${limitMs / 1000} s.` };
    const reply: Reply = {
      kind: "failed",
      ops: [],
      output: null,
      error,
      retriable: true,
      retryAfter: null,
      sent: [],
    };
    timer = setTimeout(() => resolve(reply), limitMs);
  });
  const call = work.registry.driver.call({
    functionId: run.functionId,
    stepHash: item.stepHash,
    runId: run.id,
    attempt: item.attempt,
    maxAttempts: spec.maxAttempts,
    event: run.event,
    steps: run.steps,
  });
  return Promise.race([call, tooLong]).finally(() => clearTimeout(timer));
}

// Not the function's doing: the result could not be stored. The item waits its turn like after a failed attempt.
async function giveUp(item: QueueItem, error: unknown, options: ExecuteOptions): Promise<Outcome> {
  log.error({ run: item.runId, item: item.id, err: String(error) }, "the engine could not record a step");
  const inMs = backoffMs(item.attempt, options.retry);
  const settled = persist(() => retryStep(systemPool(), item, inMs));
  return settled.then((written) => ({ settled: written, run: null })).catch(() => gone);
}
