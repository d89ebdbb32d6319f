import { type Dispatcher, request as undiciRequest } from "undici";
import { type AgentOptions, createAgent, markSent } from "./agent";
import { readBody } from "./body";
import { isNetFailure, NetFailure } from "./failure";
import { checkTarget, type Target } from "./target";
import { toNetFailure } from "./to-net-failure";

export { isNetFailure, NetFailure, type NetFailureCode } from "./failure";

export interface GuardedRequest {
  method: string;
  url: string | URL;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For everything together: name, connection, redirects and the whole body. Default 30,000. */
  timeoutMs?: number;
  /** Of the body, as sent and as decoded. Default 10 MB. */
  maxBytes?: number;
  /** How many redirects to follow; each is checked as a new address. Default 0: a redirect is an answer. */
  redirects?: 0 | 1 | 2 | 3;
  /** `host:port` entries the operator allows although private or plain http. */
  allowHosts?: readonly string[];
  signal?: AbortSignal;
}

export interface GuardedAnswer {
  status: number;
  /** Lower-case names; repeated headers joined by ", ". */
  headers: Record<string, string>;
  body: Buffer;
  /** Where the answer came from, after redirects. */
  url: string;
}

export type GuardedRequester = (input: GuardedRequest) => Promise<GuardedAnswer>;

const defaultMaxBytes = 10 * 1024 * 1024;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);
/** What may follow a redirect to another origin; all else could be a credential. */
const harmlessHeaders = new Set(["accept", "accept-language", "user-agent"]);
/** Decided here or by undici; from a caller they could split requests or undo the guard. */
const ownHeaders = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "transfer-encoding",
  "upgrade",
]);

/** A guard with its own connection pools. Only tests need one; all others call `guardedRequest`. */
export function createGuard(options: AgentOptions = {}): {
  request: GuardedRequester;
  close(): Promise<void>;
} {
  const pools = { public: createAgent("public", options), allowed: createAgent("allowed", options) };
  return {
    request: (input) => run(input, (target) => (target.allowed ? pools.allowed : pools.public)),
    close: async () => {
      await Promise.all([pools.public.destroy(), pools.allowed.destroy()]);
    },
  };
}

/**
 * The one way to call the outside world: public internet over TLS ≥ 1.2 only, unless the operator allows a
 * host; no Brotli; every size and time bounded.
 * @throws NetFailure
 */
export const guardedRequest: GuardedRequester = createGuard().request;

interface Call {
  input: GuardedRequest;
  signal: AbortSignal;
  sent: boolean;
  timedOut: boolean;
}

async function run(input: GuardedRequest, poolFor: (target: Target) => Dispatcher): Promise<GuardedAnswer> {
  let target = checkTarget(input.url, input.allowHosts ?? []);
  const stop = new AbortController();
  const call: Call = { input, signal: stop.signal, sent: false, timedOut: false };
  const onAbort = () => stop.abort();
  if (input.signal?.aborted) throw new NetFailure("aborted", "The call was canceled before it began.");
  input.signal?.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => {
    call.timedOut = true;
    stop.abort();
  }, input.timeoutMs ?? 30_000);
  try {
    let headers = cleanHeaders(input.headers ?? {});
    for (let left = input.redirects ?? 0; ; left--) {
      const answer = await hop(call, target, headers, poolFor(target));
      const location = redirectStatuses.has(answer.status) ? answer.headers.location : undefined;
      if (location === undefined || (input.redirects ?? 0) === 0) return answer;
      if (left === 0)
        throw new NetFailure("redirect", `${target.url.host} redirects too often.`, { sent: true });
      const next = followRedirect(call, target, answer.status, location);
      if (next.url.origin !== target.url.origin) headers = onlyHarmless(headers);
      target = next;
    }
  } catch (error) {
    throw isNetFailure(error) ? error : toNetFailure(error, { ...call, host: target.url.host });
  } finally {
    clearTimeout(timer);
    input.signal?.removeEventListener("abort", onAbort);
  }
}

async function hop(
  call: Call,
  target: Target,
  headers: Record<string, string>,
  pool: Dispatcher,
): Promise<GuardedAnswer> {
  const { input } = call;
  const answer = await undiciRequest(target.url, {
    method: input.method as Dispatcher.HttpMethod,
    headers: { ...headers, "accept-encoding": "gzip, deflate" },
    body: input.body ?? null,
    signal: call.signal,
    dispatcher: markSent(pool, () => {
      call.sent = true;
    }),
  });
  const answerHeaders = joinHeaders(answer.headers);
  try {
    const body = await readBody(answer.body, {
      encoding: answerHeaders["content-encoding"],
      maxBytes: input.maxBytes ?? defaultMaxBytes,
      host: target.url.host,
    });
    return { status: answer.statusCode, headers: answerHeaders, body, url: target.url.href };
  } catch (error) {
    answer.body.on("error", () => {}).destroy();
    throw error;
  }
}

function followRedirect(call: Call, from: Target, status: number, location: string): Target {
  const { input } = call;
  const refuse = (why: string) =>
    new NetFailure("redirect", `${from.url.host} redirects ${why}.`, { sent: true });
  let url: URL;
  try {
    url = new URL(location, from.url);
  } catch {
    throw refuse("to something that is not an address");
  }
  if (from.url.protocol === "https:" && url.protocol === "http:") throw refuse("from https to http");
  const isRead = input.method === "GET" || input.method === "HEAD";
  const keepsMethod = status === 307 || status === 308;
  if (!isRead && !(keepsMethod && url.origin === from.url.origin)) throw refuse("a write");
  return checkTarget(url, input.allowHosts ?? []);
}

function cleanHeaders(headers: Record<string, string>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(entries.filter(([name]) => !ownHeaders.has(name)));
}

function onlyHarmless(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmlessHeaders.has(name)));
}

function joinHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return joined;
}
