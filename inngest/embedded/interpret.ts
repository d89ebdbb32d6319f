import { parseDue } from "./durations";
import { type Op, type Reply, toErrorRecord } from "./protocol";
import type { JobError, PlannedStep, StepResult } from "./types";

/** What an answer of the SDK asks the engine to do. */
export type Verdict =
  | { kind: "progress"; done: StepResult[]; planned: PlannedStep[] }
  | { kind: "retry"; error: JobError; after: string | null }
  | { kind: "step-failed"; step: StepResult }
  | { kind: "completed"; output: unknown }
  | { kind: "failed"; error: JobError };

/** `lastAttempt`: whatever the SDK says, there is no further try. */
export function interpret(reply: Reply, lastAttempt: boolean, now: Date): Verdict {
  if (reply.kind === "completed") return { kind: "completed", output: reply.output };
  if (reply.kind === "failed") {
    const error = reply.error ?? toErrorRecord(null);
    return reply.retriable === false || lastAttempt
      ? { kind: "failed", error }
      : { kind: "retry", error, after: reply.retryAfter };
  }
  const done: StepResult[] = [];
  const planned: PlannedStep[] = [];
  for (const op of reply.ops) {
    switch (op.op) {
      case "StepRun":
      case "Step":
        done.push(toResult(op, "done"));
        break;
      case "StepError":
        if (lastAttempt) return { kind: "step-failed", step: toResult(op, "failed") };
        return { kind: "retry", error: toErrorRecord(op.error), after: reply.retryAfter };
      case "StepFailed":
        return { kind: "step-failed", step: toResult(op, "failed") };
      case "RunComplete":
        return { kind: "completed", output: op.data };
      default: {
        const step = toPlanned(op, now);
        if (!step) return { kind: "failed", error: unknownOp(op) };
        planned.push(step);
      }
    }
  }
  return { kind: "progress", done, planned };
}

function toResult(op: Op, state: "done" | "failed"): StepResult {
  return {
    hash: op.id,
    name: nameOf(op),
    op: op.op,
    state,
    data: state === "done" ? (op.data ?? null) : null,
    error: state === "failed" ? toErrorRecord(op.error) : null,
  };
}

function toPlanned(op: Op, now: Date): PlannedStep | null {
  const base = { hash: op.id, name: nameOf(op), op: op.op, counted: false, wait: null, invoke: null };
  const opts = op.opts ?? {};
  switch (op.op) {
    case "StepPlanned":
      // "race" asks to look again after each step; without it all parallel steps are awaited
      return { ...base, kind: "step", counted: opts.parallelMode !== "race", dueAt: null };
    case "Sleep":
      return { ...base, kind: "timer", dueAt: parseDue(op.name ?? "", now) };
    case "WaitForEvent":
      return {
        ...base,
        kind: "timer",
        dueAt: dueOf(opts.timeout, now),
        wait: { eventName: op.name ?? "", expression: typeof opts.if === "string" ? opts.if : null },
      };
    case "InvokeFunction": {
      const payload = (opts.payload ?? {}) as { data?: Record<string, unknown> };
      return {
        ...base,
        kind: "timer",
        dueAt: dueOf(opts.timeout, now),
        invoke: { functionId: String(opts.function_id), data: payload.data ?? {} },
      };
    }
    default:
      return null;
  }
}

function dueOf(timeout: unknown, now: Date): Date | null {
  return typeof timeout === "string" && timeout ? parseDue(timeout, now) : null;
}

function nameOf(op: Op): string {
  return op.displayName ?? op.name ?? op.id;
}

function unknownOp(op: Op): JobError {
  return {
    name: "UnsupportedFunction",
    message: `The step "${nameOf(op)}" asks for ${op.op}, which the embedded engine does not do. Change the function, or run it on Inngest.`,
  };
}
