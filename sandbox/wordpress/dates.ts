/** The site runs two hours ahead of UTC, all year: whoever mixes up local time and UTC notices. */
export const siteOffsetHours = 2;
const offsetMs = siteOffsetHours * 3_600_000;
const shape = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.\d+)?([Zz]|[+-]\d{2}:?\d{2})?$/;

/** UTC without a zone: 2026-10-01T12:00:00 */
export function gmtText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

/** Site time without a zone. */
export function localText(ms: number): string {
  return gmtText(ms + offsetMs);
}

/** Milliseconds of an RFC 3339 date; one without a zone is taken as site time. Undefined when it is none. */
export function parseSiteDate(text: string): number | undefined {
  return parse(text, offsetMs);
}

/** The same, but without a zone it is taken as UTC. */
export function parseGmtDate(text: string): number | undefined {
  return parse(text, 0);
}

function parse(text: string, unzonedOffsetMs: number): number | undefined {
  const match = shape.exec(text.trim());
  if (!match) return undefined;
  const [, day, time, zone] = match;
  const ms = Date.parse(`${day}T${time}${zone?.toUpperCase() ?? "Z"}`);
  if (Number.isNaN(ms)) return undefined;
  return zone ? ms : ms - unzonedOffsetMs;
}

export function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
