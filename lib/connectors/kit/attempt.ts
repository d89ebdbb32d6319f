import type { GuardedAnswer, GuardedRequester } from "@/lib/net/guarded-request";
import { guardedRequest, isNetFailure, type NetFailure } from "@/lib/net/guarded-request";
import { failureOf, parseJson, shapeFailure } from "./answer";
import type { Auth } from "./auth";
import type { Connector } from "./connector";
import { isProviderFailure, ProviderFailure } from "./failure";
import type { HttpAnswer, HttpRequest } from "./http";
import type { CallMeter, HttpHooks, HttpLimits } from "./meter";
import { redact } from "./redact";

export interface HttpOptions {
  connector: Pick<Connector, "manifest" | "readFailure" | "readQuota">;
  auth: Auth;
  /** Origins that may be given the credentials; `createConnection` works them out. */
  trusted: readonly string[];
  allowHosts?: readonly string[];
  limits?: HttpLimits;
  hooks?: HttpHooks;
  signal?: AbortSignal;
  /** Another guard, for tests. */
  requester?: GuardedRequester;
}

export interface Prepared {
  url: URL;
  request: HttpRequest;
  /** May change something, so a lost answer leaves its outcome unknown. */
  isWrite: boolean;
}

/** Query in, credentials not yet. @throws ProviderFailure internal, when credentials would leave the platform */
export function prepare(options: HttpOptions, request: HttpRequest): Prepared {
  const url = new URL(request.url);
  for (const [key, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(key, String(value));
  }
  if (!request.anonymous && !options.trusted.includes(url.origin)) {
    throw new ProviderFailure(
      "internal",
      `${options.connector.manifest.displayName}: ${url.host} is not an address of this connection, so it is not given its credentials.`,
    );
  }
  const isRead = ["GET", "HEAD", "OPTIONS"].includes(request.method);
  return { url, request, isWrite: !isRead && request.idempotent !== true };
}

/** One attempt: quota, credentials, call, reading, metering. @throws ProviderFailure, redacted */
export async function attempt(options: HttpOptions, prepared: Prepared, index: number): Promise<HttpAnswer> {
  const { request, url } = prepared;
  const intent = {
    operation: request.operation,
    method: request.method,
    write: prepared.isWrite,
    attempt: index,
  };
  await options.hooks?.beforeCall?.(intent).catch((error: unknown) => {
    throw new Refused(error);
  });
  const secrets = [...(options.auth.secrets?.() ?? [])];
  const headers: Record<string, string> = { accept: "application/json", ...lowerCase(request.headers ?? {}) };
  if (!request.anonymous) await addCredentials(options.auth, headers, secrets);
  const body = bodyOf(request, headers);
  const meter: CallMeter = {
    ...intent,
    host: url.host,
    path: url.pathname,
    startedAt: new Date(),
    durationMs: 0,
    status: null,
    failure: null,
    message: null,
    bytesOut: body?.length ?? 0,
    bytesIn: 0,
    quota: [],
  };
  const started = performance.now();
  try {
    const answer = await send(options, prepared, headers, body);
    meter.status = answer.status;
    meter.bytesIn = answer.body.length;
    meter.quota = options.connector.readQuota?.(answer.headers) ?? [];
    return read(options, prepared, answer);
  } catch (error) {
    const failure = withoutSecrets(toProviderFailure(options, prepared, error), secrets);
    meter.failure = failure.kind;
    meter.message = failure.message;
    if (failure.retryAfterS !== undefined) meter.retryAfterS = failure.retryAfterS;
    throw failure;
  } finally {
    meter.durationMs = Math.round(performance.now() - started);
    await options.hooks?.afterCall?.(meter);
  }
}

/** A quota or breaker said no: not the platform's failure, and nothing to try again here. */
export class Refused extends Error {
  constructor(readonly reason: unknown) {
    super("refused before the call");
  }
}

async function addCredentials(auth: Auth, headers: Record<string, string>, secrets: string[]): Promise<void> {
  const before = new Set(Object.values(headers));
  await auth.authorize(headers);
  for (const value of Object.values(headers)) {
    if (!before.has(value)) secrets.push(value, ...value.split(" ").slice(1));
  }
}

function bodyOf(request: HttpRequest, headers: Record<string, string>): Uint8Array | undefined {
  if (request.bytes) return request.bytes;
  if (request.form) {
    headers["content-type"] = "application/x-www-form-urlencoded";
    return Buffer.from(new URLSearchParams(request.form).toString());
  }
  if (request.json === undefined) return undefined;
  headers["content-type"] = "application/json";
  return Buffer.from(JSON.stringify(request.json));
}

function send(
  options: HttpOptions,
  { request, url, isWrite }: Prepared,
  headers: Record<string, string>,
  body: Uint8Array | undefined,
): Promise<GuardedAnswer> {
  const { limits = {}, requester = guardedRequest } = options;
  return requester({
    method: request.method,
    url,
    headers,
    ...(body ? { body } : {}),
    timeoutMs: request.timeoutMs ?? limits.timeoutMs ?? 30_000,
    maxBytes: limits.maxBytes ?? 25 * 1024 * 1024,
    redirects: isWrite ? 0 : 3,
    allowHosts: options.allowHosts ?? [],
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

function read(options: HttpOptions, { request, isWrite }: Prepared, answer: GuardedAnswer): HttpAnswer {
  const { status, headers, url } = answer;
  const wanted = (status >= 200 && status < 300) || request.accept?.includes(status);
  if (!wanted && status >= 400) throw failureOf(options.connector, answer, isWrite);
  if (!wanted) throw shapeFailure(options.connector, answer, isWrite);
  if (request.method === "HEAD") return { status, headers, url, body: undefined };
  if (request.text) return { status, headers, url, body: answer.body.toString("utf8") };
  try {
    return { status, headers, url, body: parseJson(answer.body) };
  } catch {
    // An accepted error status is an answer by its number alone, also when a server in front wrote the page.
    if (status >= 400) return { status, headers, url, body: undefined };
    throw shapeFailure(options.connector, answer, isWrite);
  }
}

function toProviderFailure(options: HttpOptions, { isWrite }: Prepared, error: unknown): ProviderFailure {
  if (isProviderFailure(error)) return error;
  const place = options.connector.manifest.displayName;
  if (!isNetFailure(error)) {
    return new ProviderFailure("internal", `${place}: the call failed inside Connectus.`, { cause: error });
  }
  return new ProviderFailure(kindOfNet(error), `${place}: ${error.message}`, {
    outcomeUnknown: isWrite && error.outcomeUnknown,
    cause: error,
  });
}

function kindOfNet({ code }: NetFailure): ProviderFailure["kind"] {
  if (code === "bad_url" || code === "blocked_address") return "invalid_input";
  if (code === "bad_encoding" || code === "too_large" || code === "redirect") return "unexpected_shape";
  return "provider_down";
}

function withoutSecrets(failure: ProviderFailure, secrets: readonly string[]): ProviderFailure {
  const { status, retryAfterS, outcomeUnknown, providerCode, cause } = failure;
  return new ProviderFailure(failure.kind, redact(failure.message, secrets), {
    outcomeUnknown,
    ...(status === undefined ? {} : { status }),
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
    ...(providerCode === undefined ? {} : { providerCode }),
    ...(cause === undefined ? {} : { cause }),
  });
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
