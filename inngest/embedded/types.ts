/** An event as functions see it. */
export interface EngineEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
  /** Milliseconds since 1970. */
  ts: number;
  [extra: string]: unknown;
}

/** One entry of what the SDK reports about itself when Inngest syncs an app. */
export interface FunctionConfig {
  id: string;
  triggers: ({ event: string; expression?: string } | { cron: string; jitter?: string })[];
  steps: { step: { retries?: { attempts?: number } } };
  concurrency?: number | ConcurrencyLimit | ConcurrencyLimit[];
  priority?: { run?: string };
  idempotency?: string;
  cancel?: { event: string; if?: string; timeout?: string }[];
  timeouts?: { start?: string; finish?: string };
  [other: string]: unknown;
}

export interface ConcurrencyLimit {
  limit: number;
  key?: string;
  scope?: "fn" | "env" | "account";
}

/** A run about to be stored. */
export interface RunSeed {
  id: string;
  functionId: string;
  eventId: string;
  /** Seconds; positive goes first. */
  priority: number;
  keys: string[];
  limits: number[];
  idempotencyKey: string | null;
  /** Milliseconds from creation; past it an unstarted run is cancelled. */
  startWithinMs: number | null;
  parent: { runId: string; hash: string } | null;
}

export interface QueueItem {
  id: number;
  runId: string;
  kind: "run" | "step" | "timer";
  stepHash: string | null;
  attempt: number;
  losses: number;
  leaseToken: string;
}

export interface StepRow {
  hash: string;
  op: string;
  state: "planned" | "done" | "failed";
  data: unknown;
  error: unknown;
}

export interface RunState {
  id: string;
  functionId: string;
  status: "queued" | "running";
  event: EngineEvent;
  steps: StepRow[];
  parentRunId: string | null;
  parentHash: string | null;
  /** Past its deadline at the moment of loading. */
  late: boolean;
}

/** A finished step, to be remembered. */
export interface StepResult {
  hash: string;
  name: string;
  op: string;
  state: "done" | "failed";
  data: unknown;
  error: unknown;
}

/** A step that the function has found and somebody must do. */
export interface PlannedStep {
  hash: string;
  name: string;
  op: string;
  kind: "step" | "timer";
  /** One of a plain `Promise.all`: the function looks again when all of them have ended. */
  counted: boolean;
  /** When a timer is due; null for never (a wait without an end). */
  dueAt: Date | null;
  wait: { eventName: string; expression: string | null } | null;
  invoke: { functionId: string; data: Record<string, unknown> } | null;
}

export interface JobError {
  name: string;
  message: string;
  stack?: string;
  [extra: string]: unknown;
}
