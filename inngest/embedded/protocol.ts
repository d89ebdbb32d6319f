import { AsyncLocalStorage } from "node:async_hooks";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import { log } from "@/lib/log";
import { derivedId } from "./derived-id";
import type { EngineEvent, FunctionConfig, JobError, StepRow } from "./types";

/**
 * The SDK's own HTTP handler, called in-process by the published protocol:
 * https://github.com/inngest/inngest/blob/main/docs/SDK_SPEC.md
 */
export interface Driver {
  configs(): Promise<FunctionConfig[]>;
  call(request: CallRequest): Promise<Reply>;
}

export interface CallRequest {
  functionId: string;
  /** Hash of the step to run; null goes through the function. */
  stepHash: string | null;
  runId: string;
  attempt: number;
  maxAttempts: number;
  event: EngineEvent;
  steps: StepRow[];
}

export interface Op {
  id: string;
  op: string;
  name?: string;
  displayName?: string;
  opts?: Record<string, unknown>;
  data?: unknown;
  error?: JobError;
}

export interface Reply {
  kind: "ops" | "completed" | "failed";
  ops: Op[];
  output: unknown;
  error: JobError | null;
  /** What the SDK says about trying again; null when it says nothing. */
  retriable: boolean | null;
  retryAfter: string | null;
  /** Events that `step.sendEvent` handed over during the call. */
  sent: SentEvent[];
}

export type SentEvent = EngineEvent;

const address = "http://engine.connectus.local/api/inngest";
const sending = new AsyncLocalStorage<{ place: string; sent: SentEvent[] }>();

export function makeDriver(functions: InngestFunction.Any[]): Driver {
  // Its own client: in "dev" mode nothing is signed, and what the functions send ends up in our hands.
  const logger = engineLogger();
  const client = new Inngest({
    id: "connectus",
    isDev: true,
    fetch: takeEvents,
    logger,
    internalLogger: logger,
  });
  const handler = serve({ client, functions });
  return {
    configs: () => readConfigs(handler),
    call: (request) => callHandler(handler, request),
  };
}

async function readConfigs(handler: (request: Request) => Promise<Response>): Promise<FunctionConfig[]> {
  const response = await handler(
    new Request(address, {
      method: "PUT",
      headers: { host: "engine.connectus.local", "x-inngest-sync-kind": "in_band" },
      body: JSON.stringify({ url: address }),
    }),
  );
  const body = (await response.json()) as { functions?: FunctionConfig[] };
  if (!response.ok || !body.functions)
    throw new Error(`the SDK did not list its functions: ${response.status}`);
  return body.functions;
}

async function callHandler(
  handler: (request: Request) => Promise<Response>,
  request: CallRequest,
): Promise<Reply> {
  const url = `${address}?fnId=${encodeURIComponent(request.functionId)}&stepId=${request.stepHash ?? "step"}`;
  // The same for every try of one step, different for every step of a run.
  const place = `${request.runId}/${request.stepHash ?? request.steps.length}`;
  const store = { place, sent: [] as SentEvent[] };
  const response = await sending.run(store, () =>
    handler(
      new Request(url, {
        method: "POST",
        headers: { host: "engine.connectus.local", "content-type": "application/json" },
        body: JSON.stringify(toBody(request)),
      }),
    ),
  );
  return toReply(response, store.sent);
}

function toBody(request: CallRequest) {
  const known = request.steps.filter((step) => step.state !== "planned");
  const planned = request.steps.length > known.length;
  return {
    version: -1,
    event: request.event,
    events: [request.event],
    steps: Object.fromEntries(
      known.map((step) => [
        step.hash,
        step.state === "done"
          ? { type: "data", data: step.data ?? null }
          : { type: "error", error: step.error },
      ]),
    ),
    ctx: {
      run_id: request.runId,
      attempt: request.attempt,
      max_attempts: request.maxAttempts,
      // With steps under way elsewhere the SDK must only report, or it would run one of them a second time.
      disable_immediate_execution: planned,
      use_api: false,
      stack: { stack: known.map((step) => step.hash), current: Math.max(0, known.length - 1) },
    },
  };
}

async function toReply(response: Response, sent: SentEvent[]): Promise<Reply> {
  const body: unknown = await response.json().catch(() => null);
  const noRetry = response.headers.get("x-inngest-no-retry");
  const reply: Reply = {
    kind: "failed",
    ops: [],
    output: null,
    error: null,
    retriable: noRetry === null ? null : noRetry !== "true",
    retryAfter: response.headers.get("retry-after"),
    sent,
  };
  if (response.status === 206 && Array.isArray(body)) return { ...reply, kind: "ops", ops: body as Op[] };
  if (response.status === 200) return { ...reply, kind: "completed", output: body };
  return { ...reply, error: toErrorRecord(body, response.status) };
}

export function toErrorRecord(body: unknown, status?: number): JobError {
  const given = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const message = given.message ?? given.error ?? `the function answered with status ${status ?? "unknown"}`;
  return { ...given, name: String(given.name ?? "Error"), message: String(message) };
}

/** Stands in for the network of the SDK's client: sent events wait here until their step is recorded. */
async function takeEvents(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const store = sending.getStore();
  const url = String(input instanceof Request ? input.url : input);
  if (!store || !new URL(url).pathname.startsWith("/e/")) {
    throw new Error("This needs a real Inngest: the embedded engine only takes events.");
  }
  const events = JSON.parse(String(init?.body)) as (Omit<SentEvent, "id"> & { id?: string })[];
  const ids = events.map((event) => {
    const id = event.id ?? derivedId(store.place, String(store.sent.length));
    store.sent.push({ ...event, id } as SentEvent);
    return id;
  });
  return Response.json({ ids, status: 200 });
}

function engineLogger() {
  const child = log.child({ from: "inngest" });
  const write =
    (level: "debug" | "info" | "warn" | "error") =>
    (...parts: unknown[]) => {
      const [first, ...rest] = parts;
      if (typeof first === "object" && first !== null) child[level](first, rest.map(String).join(" "));
      else child[level](parts.map(String).join(" "));
    };
  return { debug: write("debug"), info: write("debug"), warn: write("warn"), error: write("error") };
}
