import type { Reply } from "../kit/http";
import { rateLimited } from "./errors";
import type { Actor } from "./oauth/token-store";

const rollingMs = 10_000;
const searchesPerSecond = 5;
const perTenSeconds = { app: 110, private: 190 };
const daily = 625_000;

/**
 * Rolling windows: requests per app and account over 10 s; searches per account over 1 s, which count apart.
 * https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
export class RateLimiter {
  private readonly windows = new Map<string, number[]>();
  private readonly days = new Map<string, { day: number; used: number }>();

  /** Counts the call; a 429 when it is over, else the headers of the answer. */
  draw(actor: Actor, isSearch: boolean, now: number): { headers: Record<string, string>; refused?: Reply } {
    if (isSearch) {
      const left = this.take(`search:${actor.portalId}`, searchesPerSecond, 1000, now);
      return left < 0 ? { headers: {}, refused: rateLimited("SECONDLY", {}) } : { headers: {} };
    }
    const max = perTenSeconds[actor.kind];
    const left = this.take(`${actor.appId}:${actor.portalId}`, max, rollingMs, now);
    const headers: Record<string, string> = {
      "x-hubspot-ratelimit-max": String(max),
      "x-hubspot-ratelimit-remaining": String(Math.max(0, left)),
      "x-hubspot-ratelimit-interval-milliseconds": String(rollingMs),
    };
    if (actor.kind === "private") Object.assign(headers, this.dailyHeaders(actor, now));
    return left < 0 ? { headers, refused: rateLimited("TEN_SECONDLY_ROLLING", headers) } : { headers };
  }

  /** Calls left after this one; negative when it does not fit. Refused calls do not count. */
  private take(key: string, max: number, windowMs: number, now: number): number {
    const times = (this.windows.get(key) ?? []).filter((at) => at > now - windowMs);
    this.windows.set(key, times);
    if (times.length >= max) return -1;
    times.push(now);
    return max - times.length;
  }

  private dailyHeaders(actor: Actor, now: number): Record<string, string> {
    const day = Math.floor(now / 86_400_000);
    const key = `${actor.appId}:${actor.portalId}`;
    const before = this.days.get(key);
    const used = before?.day === day ? before.used + 1 : 1;
    this.days.set(key, { day, used });
    return {
      "x-hubspot-ratelimit-daily": String(daily),
      "x-hubspot-ratelimit-daily-remaining": String(Math.max(0, daily - used)),
    };
  }
}
