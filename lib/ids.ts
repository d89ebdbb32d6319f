import { v7 as uuidV7 } from "uuid";
import { AppError } from "./errors";

/**
 * Ids are uuid v7 made in the app and stored as `uuid`. The readable prefix exists only at the edge
 * (REST, URLs, logs): `int_0192f0c1…` is the base-16 uuid without dashes behind a three-letter noun.
 */
const prefixes = {
  workspace: "wsp",
  user: "usr",
  member: "mem",
  invite: "inv",
  apiKey: "key",
  session: "ses",
  integration: "int",
  run: "run",
  content: "cnt",
  publication: "pub",
  media: "med",
  audit: "aud",
  log: "log",
} as const;

export type Noun = keyof typeof prefixes;

export function newId(): string {
  return uuidV7();
}

export function toPublicId(noun: Noun, uuid: string): string {
  return `${prefixes[noun]}_${uuid.replaceAll("-", "")}`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(value: string): boolean {
  return uuidPattern.test(value);
}

/** Accepts `int_<32 hex>` or a bare uuid; null for anything else, so that a foreign noun never resolves. */
export function parsePublicId(noun: Noun, value: string): string | null {
  const lower = value.toLowerCase();
  if (isUuid(lower)) return lower;
  const match = /^([a-z]{3})_([0-9a-f]{32})$/.exec(lower);
  if (!match?.[2] || match[1] !== prefixes[noun]) return null;
  const hex = match[2];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function parsePublicIdOrThrow(noun: Noun, value: string): string {
  const id = parsePublicId(noun, value);
  if (!id)
    throw new AppError("not_found", { message: `There is no ${noun} with the id "${value.slice(0, 60)}".` });
  return id;
}
