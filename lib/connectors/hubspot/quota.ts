import type { QuotaReading } from "../kit/meter";

/** https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines (no headers on searches; no daily pair for OAuth). */
export function readQuota(headers: Readonly<Record<string, string>>): QuotaReading[] {
  const read = (name: string) => {
    const value = Number(headers[`x-hubspot-ratelimit-${name}`] ?? "");
    return headers[`x-hubspot-ratelimit-${name}`] && Number.isFinite(value) ? value : null;
  };
  const found: QuotaReading[] = [];
  const [limit, remaining] = [read("max"), read("remaining")];
  if (limit !== null && remaining !== null) {
    found.push({
      window: "ten_seconds",
      limit,
      remaining,
      resetS: (read("interval-milliseconds") ?? 10_000) / 1000,
    });
  }
  const [daily, dailyLeft] = [read("daily"), read("daily-remaining")];
  if (daily !== null && dailyLeft !== null) {
    found.push({ window: "day", limit: daily, remaining: dailyLeft, resetS: 86_400 });
  }
  return found;
}
