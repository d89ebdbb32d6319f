const unitMs: Record<string, number> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
};

/** `1d2h30m` as the SDK writes durations. Milliseconds; null when it is not one. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+[wdhms])*$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([wdhms])/g)) {
    total += Number(amount) * (unitMs[unit ?? ""] ?? 0);
  }
  return total;
}

/** A duration from `now`, or an absolute RFC 3339 moment. */
export function parseDue(text: string, now: Date): Date {
  const duration = parseDuration(text);
  if (duration !== null) return new Date(now.getTime() + duration);
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw new Error(`"${text}" is neither a duration nor a moment`);
  return moment;
}
