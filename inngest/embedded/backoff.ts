/**
 * Inngest's table: 15 s, 30 s, 1 m, 2 m, 5 m, 10 m, 20 m, 40 m, 1 h, 2 h, with up to 30 s of jitter.
 * https://www.inngest.com/docs/features/inngest-functions/error-retries/retries
 */
const tableMs = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200].map((seconds) => seconds * 1000);
const jitterMs = 30_000;
const dayMs = 86_400_000;

export interface RetryPolicy {
  /** 1 in production; tests shrink the table with it. */
  scale: number;
  /** 0 to 1. */
  random: () => number;
}

/** Milliseconds to wait after the failed attempt with this number (0 is the first). */
export function backoffMs(attempt: number, policy: RetryPolicy): number {
  const base = tableMs[Math.min(attempt, tableMs.length - 1)] ?? dayMs;
  return Math.round((base + policy.random() * jitterMs) * policy.scale);
}

/** `Retry-After` as the SDK sends it: seconds, or a moment. Never more than a day. Null when it says nothing usable. */
export function retryAfterMs(header: string | null, now: Date): number | null {
  if (!header) return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : new Date(header).getTime() - now.getTime();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), dayMs) : null;
}
