import type { RunObjectProgress, RunProgress } from "@/drizzle/schema/sync";
import type { RunCounts } from "./types";

const isOver = (state: RunObjectProgress["state"]) => state === "done" || state === "failed";

export function sumCounts(progress: RunProgress): RunCounts & { total: number | null } {
  const sum = { read: 0, created: 0, updated: 0, unchanged: 0, deleted: 0 };
  let total: number | null = 0;
  for (const object of Object.values(progress.objects)) {
    for (const key of ["read", "created", "updated", "unchanged", "deleted"] as const)
      sum[key] += object[key];
    const rows = isOver(object.state) ? object.read : object.total;
    total = total === null || rows === null ? null : total + Math.max(rows, object.read);
  }
  return { ...sum, total };
}

/** 0–100; null while it cannot be told. */
export function percentOf(object: Pick<RunObjectProgress, "state" | "read" | "total">): number | null {
  if (object.state === "done") return 100;
  if (object.total === null) return null;
  if (object.total === 0) return object.state === "waiting" ? 0 : 100;
  return Math.min(99, Math.floor((object.read / object.total) * 100));
}

export interface Pace {
  rowsPerSecond: number | null;
  etaS: number | null;
}

/** From the whole run so far; null until a second of work gives it a meaning. */
export function paceOf(read: number, total: number | null, startedAt: Date | null, until: Date): Pace {
  const seconds = startedAt ? (until.getTime() - startedAt.getTime()) / 1000 : 0;
  if (seconds < 1 || read === 0) return { rowsPerSecond: null, etaS: null };
  const rowsPerSecond = Math.round((read / seconds) * 10) / 10;
  const left = total === null ? null : Math.max(0, total - read);
  return { rowsPerSecond, etaS: left === null ? null : Math.ceil((left * seconds) / read) };
}
