import { systemPool } from "@/lib/db/client";
import { backoffMs, type RetryPolicy, retryAfterMs } from "./backoff";
import { finishRun, invokeFunctions } from "./finish";
import { ingest } from "./ingest";
import type { Verdict } from "./interpret";
import { persist, persistInTransaction } from "./persist";
import type { Registry } from "./registry";
import type { RunEnding } from "./runs";
import {
  type ConductorReport,
  type Next,
  retryStep,
  type Settled,
  settleConductor,
  settleStep,
} from "./settle";
import type { EngineEvent, QueueItem, RunState, StepResult } from "./types";

export interface Work {
  registry: Registry;
  item: QueueItem;
  run: RunState;
  leaseMs: number;
  retry: RetryPolicy;
  /** True: go straight on with the same item after a step. */
  mayGoOn: boolean;
}

/** Records what a call of the SDK asks for. Events the step sent are stored in the transaction of its result. */
export function apply(work: Work, verdict: Verdict, sent: EngineEvent[]): Promise<Settled> {
  if (verdict.kind === "completed") {
    return close(work, { status: "completed", output: verdict.output, error: null }, sent);
  }
  if (verdict.kind === "failed") {
    return close(work, { status: "failed", output: null, error: verdict.error }, sent);
  }
  return work.item.kind === "run" ? applyToConductor(work, verdict, sent) : applyToStep(work, verdict, sent);
}

type Open = Exclude<Verdict, { kind: "completed" | "failed" }>;

function applyToConductor(work: Work, verdict: Open, sent: EngineEvent[]): Promise<Settled> {
  const { item, registry, run } = work;
  const report = toReport(work, verdict);
  const invokes = report.planned.filter((step) => step.invoke);
  if (!sent.length && !invokes.length) {
    return persist(() => settleConductor(systemPool(), item, report, work.leaseMs));
  }
  return persistInTransaction(async (client) => {
    const settled = await settleConductor(client, item, report, work.leaseMs);
    if (!settled.mine) return settled;
    if (sent.length && verdict.kind !== "retry") await ingest(client, registry, sent);
    const fresh = new Set(settled.planned);
    await invokeFunctions(
      client,
      registry,
      run,
      invokes.filter((step) => fresh.has(step.hash)),
    );
    return settled;
  });
}

function toReport(work: Work, verdict: Open): ConductorReport {
  const onward: Next = work.mayGoOn ? { kind: "continue" } : { kind: "release" };
  switch (verdict.kind) {
    case "retry":
      return { done: [], planned: [], next: { kind: "retry", inMs: waitMs(work, verdict.after) } };
    case "step-failed":
      return { done: [verdict.step], planned: [], next: onward };
    case "progress":
      return {
        done: verdict.done,
        planned: verdict.planned,
        next: verdict.done.length ? onward : { kind: "park" },
      };
  }
}

function applyToStep(work: Work, verdict: Open, sent: EngineEvent[]): Promise<Settled> {
  const result = verdict.kind === "step-failed" ? verdict.step : ownResult(work.item, verdict);
  if (!result) {
    const after = verdict.kind === "retry" ? verdict.after : null;
    return persist(() => retryStep(systemPool(), work.item, waitMs(work, after)));
  }
  return persistInTransaction(async (client) => {
    const settled = await settleStep(client, work.item, result);
    if (settled.mine && sent.length) await ingest(client, work.registry, sent);
    return settled;
  });
}

function ownResult(item: QueueItem, verdict: Open): StepResult | undefined {
  return verdict.kind === "progress" ? verdict.done.find((step) => step.hash === item.stepHash) : undefined;
}

function waitMs(work: Work, after: string | null): number {
  return retryAfterMs(after, new Date()) ?? backoffMs(work.item.attempt, work.retry);
}

export async function close(work: Work, ending: RunEnding, sent: EngineEvent[]): Promise<Settled> {
  const mine = await persistInTransaction((client) =>
    finishRun(client, work.registry, work.item, work.run, ending, sent),
  );
  return { mine, goOn: false, planned: [] };
}
