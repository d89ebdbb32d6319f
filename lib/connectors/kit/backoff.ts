/** `base·2ⁿ` with ± 20 % so that callers do not come back together. Attempt 0 is the first retry. Milliseconds. */
export function backoffMs(attempt: number, baseMs = 3000, random: () => number = Math.random): number {
  return Math.round(baseMs * 2 ** attempt * (0.8 + 0.4 * random()));
}

/** Seconds from a `Retry-After` header: a number of seconds or an HTTP date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export function parseRetryAfter(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Number(text);
  const at = Date.parse(text);
  if (Number.isNaN(at) || /^[-+.\d]*$/.test(text)) return undefined;
  return Math.max(0, Math.ceil((at - now) / 1000));
}
