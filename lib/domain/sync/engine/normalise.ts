import { createHash } from "node:crypto";
import type { JsonValue, PulledRecord } from "@/lib/connectors/kit/connector";

export interface MirrorRow {
  externalId: string;
  hash: Buffer;
  /** JSON with sorted keys, free of what Postgres refuses. */
  json: string;
  title: string | null;
  updatedAt: Date | null;
}

const maxDepth = 40;
const maxText = 262_144;
const maxRecord = 2_097_152;
const maxTitle = 500;
const maxId = 512;

/** Null for a row without a usable id. The hash covers the whole record, also where the stored text is cut. */
export function toMirrorRow(record: PulledRecord): MirrorRow | null {
  const externalId = clean(String(record.externalId ?? ""));
  if (!externalId || externalId.length > maxId) return null;
  const plain = JSON.stringify(sortKeys(record.data, 0));
  const title = typeof record.title === "string" ? clean(record.title.trim().slice(0, maxTitle)) : "";
  const hash = createHash("sha256").update(plain).update("\n").update(title).digest();
  return {
    externalId,
    hash,
    json: isSafe(plain) ? plain : JSON.stringify(bound(JSON.parse(plain) as JsonValue)),
    title: title || null,
    updatedAt: toMoment(record.updatedAt),
  };
}

function sortKeys(value: unknown, depth: number): JsonValue {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null || depth > maxDepth) return null;
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, depth + 1));
  const source = value as Record<string, unknown>;
  const sorted: Record<string, JsonValue> = Object.create(null);
  for (const key of Object.keys(source).sort()) {
    if (source[key] !== undefined) sorted[key] = sortKeys(source[key], depth + 1);
  }
  return sorted;
}

// JSON.stringify writes NUL and lone surrogates as escapes; Postgres refuses both in jsonb. A literal backslash
// before "u0000" also matches: that only costs the slow way.
const suspicious = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

function isSafe(json: string): boolean {
  return json.length <= maxText && !suspicious.test(json);
}

function bound(value: JsonValue): JsonValue {
  const cut = boundTexts(value, maxText);
  const size = JSON.stringify(cut).length;
  return size <= maxRecord
    ? cut
    : boundTexts(cut, Math.max(100, Math.floor((maxText * maxRecord) / size / 8)));
}

function boundTexts(value: JsonValue, most: number): JsonValue {
  if (typeof value === "string") return cutText(clean(value), most);
  if (Array.isArray(value)) return value.slice(0, 10_000).map((item) => boundTexts(item, most));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).slice(0, 10_000);
  return Object.fromEntries(entries.map(([key, item]) => [clean(key), boundTexts(item, most)]));
}

function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${clean(text.slice(0, most - 1))}…`;
}

function clean(text: string): string {
  const withoutNul = text.includes("\0") ? text.replaceAll("\0", "") : text;
  return withoutNul.replace(/\p{Surrogate}/gu, "\ufffd");
}

function toMoment(text: string | null): Date | null {
  const ms = text ? Date.parse(text) : Number.NaN;
  // Postgres has no use for the year 0 or 275760, and some platforms send them.
  return ms > -62_000_000_000_000 && ms < 253_402_300_799_000 ? new Date(ms) : null;
}
