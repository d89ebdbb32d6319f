import { setTimeout as pause } from "node:timers/promises";
import { attempt, type HttpOptions, type Prepared, prepare, Refused } from "./attempt";
import { backoffMs } from "./backoff";
import { isProviderFailure, ProviderFailure } from "./failure";
import type { Http, HttpAnswer, HttpRequest } from "./http";

export type { HttpOptions } from "./attempt";

/**
 * The `http` of one connection: credentials, SSRF guard, hooks, one refresh after a 401, and for reads and
 * idempotent calls retries that never come before `Retry-After`.
 */
export function createHttp(options: HttpOptions): Http {
  return { call: (request) => callWithRetries(options, request) };
}

async function callWithRetries(options: HttpOptions, request: HttpRequest): Promise<HttpAnswer> {
  const prepared = prepare(options, request);
  let refreshed = false;
  let retries = 0;
  let waitedMs = 0;
  for (let index = 0; ; index++) {
    try {
      return await attempt(options, prepared, index);
    } catch (error) {
      if (error instanceof Refused) throw error.reason;
      if (!isProviderFailure(error)) throw error;
      // A 401 was surely not carried out, so even a write is repeated, once.
      if (error.status === 401 && !refreshed && options.auth.refresh && !request.anonymous) {
        refreshed = true;
        await options.auth.refresh();
        continue;
      }
      const waitMs = nextWaitMs(options, prepared, error, retries, waitedMs);
      if (waitMs === null) throw error;
      retries += 1;
      waitedMs += waitMs;
      await waitFor(options, waitMs);
    }
  }
}

/** Null: not worth it, not allowed, or longer than a caller should sit there for. */
function nextWaitMs(
  { limits = {} }: HttpOptions,
  { isWrite }: Prepared,
  failure: ProviderFailure,
  retries: number,
  waitedMs: number,
): number | null {
  const { maxRetries = 3, retryBaseMs = 3000, retryGrowth = "double", maxWaitMs = 60_000 } = limits;
  const transient = failure.kind === "rate_limited" || failure.kind === "provider_down";
  if (!transient || isWrite || retries >= maxRetries) return null;
  const doublings = retryGrowth === "double" ? retries : 0;
  const waitMs = Math.max(backoffMs(doublings, retryBaseMs), (failure.retryAfterS ?? 0) * 1000);
  return waitedMs + waitMs > maxWaitMs ? null : waitMs;
}

async function waitFor(options: HttpOptions, waitMs: number): Promise<void> {
  try {
    await pause(waitMs, undefined, options.signal ? { signal: options.signal } : {});
  } catch (cause) {
    const name = options.connector.manifest.displayName;
    throw new ProviderFailure("provider_down", `${name}: the call was canceled.`, {
      cause,
    });
  }
}
