import type { RateLimit } from "@/lib/connectors/kit/manifest";

/** Who draws. The less urgent leave the last part of each window to the more urgent. */
export type DrawClass = "publish" | "interactive" | "sync";

export const reservedShare: Record<DrawClass, number> = { publish: 0, interactive: 0.02, sync: 0.1 };

/** How long a call may wait inside before it is given back as `rate_limited`. Seconds. */
export const patienceS: Record<DrawClass, number> = { publish: 15, interactive: 5, sync: 20 };

/** `limit` calls within `perSeconds`, counted from the first call after the last window ended. */
export interface QuotaWindow {
  name: string;
  limit: number;
  perSeconds: number;
}

export interface RateSettings {
  requestsPerMinute: number;
  requestsPerHour: number;
  requestsPerDay: number;
  burstLimit: number;
}

/** Our own ceilings of one account and the platform's, which are kept with a tenth to spare. */
export function accountWindows(settings: RateSettings, limits: readonly RateLimit[]): QuotaWindow[] {
  return [
    { name: "burst", limit: settings.burstLimit, perSeconds: 1 },
    { name: "minute", limit: settings.requestsPerMinute, perSeconds: 60 },
    { name: "hour", limit: settings.requestsPerHour, perSeconds: 3600 },
    { name: "day", limit: settings.requestsPerDay, perSeconds: 86_400 },
    ...platformWindows(limits, "account"),
  ];
}

export function platformWindows(limits: readonly RateLimit[], scope: RateLimit["scope"]): QuotaWindow[] {
  return limits.filter((limit) => limit.scope === scope && !limit.operations).map(toWindow);
}

/** Limits that count only some operations, e.g. searches. */
export function operationWindows(
  limits: readonly RateLimit[],
): { operations: string; scope: RateLimit["scope"]; window: QuotaWindow }[] {
  return limits.flatMap((limit) =>
    limit.operations ? [{ operations: limit.operations, scope: limit.scope, window: toWindow(limit) }] : [],
  );
}

function toWindow(limit: RateLimit): QuotaWindow {
  return {
    name: `platform ${limit.window}`,
    limit: Math.max(1, Math.floor(limit.limit * 0.9)),
    perSeconds: limit.perSeconds,
  };
}

export function accountBucket(connector: string, integrationId: string): string {
  return `${connector}:${integrationId}`;
}

export function appBucket(connector: string): string {
  return `${connector}:app`;
}

export const maxBlock = 20;

/**
 * A fast caller draws blocks, a slow one single calls: a block doubles while the last one was used up quickly, and
 * never holds more than a twentieth of the smallest window.
 */
export function nextBlock(last: number, usedUpInMs: number, windows: readonly QuotaWindow[]): number {
  const smallest = Math.min(...windows.map((window) => window.limit));
  const cap = Math.max(1, Math.min(maxBlock, Math.floor(smallest / 20)));
  return usedUpInMs > 250 ? 1 : Math.min(cap, Math.max(1, last * 2));
}
