const secretName =
  /pass(word|phrase|code)?|secret|token|sealed|authorization|cookie|credential|verifier|private_?key|api_?key|hash$/i;
const removed = "[removed]";

/** A copy without values under secret names, not deeper than six levels. For audit rows and logs. */
export function redact(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (depth >= 6) return "[too deep]";
  if (Array.isArray(value)) return value.slice(0, 200).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, redactField(name, item, depth + 1)]),
  );
}

// A name such as `apiKeyId` or `tokenExpiresAt` says nothing secret.
function redactField(name: string, value: unknown, depth: number): unknown {
  const harmless = /(Id|_id|At|_at|Prefix|_prefix)$/.test(name) || value === null || value === undefined;
  return secretName.test(name) && !harmless ? removed : redact(value, depth);
}
