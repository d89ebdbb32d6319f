import type { ObjectDefinition } from "@/lib/connectors/kit/connector";

/** A week: what is gone for good at a platform without a complete delete feed only shows by absence. */
export const fullPassEveryMs = 7 * 24 * 3_600_000;

export function findsAbsence(object: Pick<ObjectDefinition, "deletions">): boolean {
  return object.deletions !== "feed";
}

export function passModeFor(
  object: Pick<ObjectDefinition, "changes" | "deletions">,
  requested: "incremental" | "full",
  known: { highWater: string | null; lastFullPassAt: Date | null },
  now: Date,
): "incremental" | "full" {
  if (requested === "full" || object.changes === "full" || known.highWater === null) return "full";
  const last = known.lastFullPassAt;
  const due = last === null || now.getTime() - last.getTime() >= fullPassEveryMs;
  return findsAbsence(object) && due ? "full" : "incremental";
}

/** A mark that is a time is moved back by the look-back; any other mark is the platform's own and stays. */
export function widen(highWater: string | null, lookbackS: number): string | null {
  if (highWater === null) return null;
  if (/^\d{12,14}$/.test(highWater)) return String(Number(highWater) - lookbackS * 1000);
  const isTime = /^\d{4}-\d\d-\d\dT/.test(highWater) && !Number.isNaN(Date.parse(highWater));
  return isTime ? new Date(Date.parse(highWater) - lookbackS * 1000).toISOString() : highWater;
}

/** More than this at once is held back until a person says it is right. */
export function mayDelete(missing: number, total: number): boolean {
  return missing <= Math.max(50, Math.floor(total * 0.05));
}

/** The next due time after `now`; overdue ticks fold into one, spread over up to a tenth of the interval. */
export function nextTick(dueAt: Date, everyMinutes: number, now: Date, spread: number): Date {
  const every = everyMinutes * 60_000;
  const missed = Math.floor((now.getTime() - dueAt.getTime()) / every);
  if (missed < 1) return new Date(dueAt.getTime() + every);
  const jitter = Math.min(every / 10, 300_000) * spread;
  return new Date(now.getTime() + every + Math.floor(jitter));
}
