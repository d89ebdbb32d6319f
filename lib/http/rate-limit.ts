import "server-only";
import { takeAttempt } from "@/lib/auth/attempts";
import { AppError } from "@/lib/errors";

export const apiCallsPerMinute = 600;

/** Counts one call and writes the limit headers (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers). */
export async function takeApiCall(limitKey: string, now: Date, headers: Headers): Promise<void> {
  const taken = await takeAttempt(`api ${limitKey}`, { limit: apiCallsPerMinute, windowS: 60 }, now);
  const remaining = taken.ok ? taken.remaining : 0;
  const resetS = taken.ok ? taken.resetS : taken.retryAfterS;
  headers.set("ratelimit-limit", String(apiCallsPerMinute));
  headers.set("ratelimit-remaining", String(remaining));
  headers.set("ratelimit-reset", String(resetS));
  if (taken.ok) return;
  throw new AppError("rate_limited", {
    message: `More than ${apiCallsPerMinute} calls within a minute.`,
    fix: "Wait as long as the header retry-after says.",
    retryAfterS: resetS,
  });
}
