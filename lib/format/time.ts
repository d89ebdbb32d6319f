const steps: [limitS: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86_400, "hour", 3600],
  [2_592_000, "day", 86_400],
  [31_536_000, "month", 2_592_000],
  [Number.POSITIVE_INFINITY, "year", 31_536_000],
];

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

/** "3 min. ago", "in 12 min."; "just now" within ten seconds. */
export function toRelative(iso: string, nowMs: number): string {
  const deltaS = (Date.parse(iso) - nowMs) / 1000;
  const sizeS = Math.abs(deltaS);
  if (sizeS < 10) return "just now";
  for (const [limitS, unit, seconds] of steps) {
    if (sizeS < limitS) return relative.format(Math.round(deltaS / seconds), unit).replace(".", "");
  }
  return iso;
}

/** In the reader's own zone, with UTC beside it. */
export function toAbsolute(iso: string): string {
  const date = new Date(iso);
  const local = date.toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" });
  return `${local} (${date.toISOString().replace("T", " ").slice(0, 19)} UTC)`;
}

export function toClock(iso: string): string {
  return new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

export function toDay(iso: string): string {
  return new Date(iso).toLocaleDateString("en", { day: "numeric", month: "short", year: "numeric" });
}

/** "840 ms", "4.2 s", "3 min 20 s", "1 h 5 min" */
export function toDuration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const totalS = Math.round(ms / 1000);
  if (totalS < 60) return `${totalS} s`;
  const minutes = Math.floor(totalS / 60);
  if (minutes < 60) return totalS % 60 ? `${minutes} min ${totalS % 60} s` : `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}

export function toEveryText(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? "Every day" : `Every ${minutes / 1440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? "Every hour" : `Every ${minutes / 60} hours`;
  return minutes === 1 ? "Every minute" : `Every ${minutes} minutes`;
}
