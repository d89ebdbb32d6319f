import type { ContentType } from "@/drizzle/schema/enums";
import { parsePublicId, toPublicId } from "@/lib/ids";
import { contentDataSchemas } from "./schema";

export type StoredContentData = Record<string, unknown>;

const ownPicture = /\/api\/v1\/media\/(med_[0-9a-f]{32}|[0-9a-f-]{36})/gi;

/** Ids of our pictures that a text shows, each once, in order. */
export function picturesInHtml(html: string): string[] {
  const found = [...html.matchAll(ownPicture)].map((match) => parsePublicId("media", match[1] ?? ""));
  return [...new Set(found.filter((id) => id !== null))];
}

/** Every picture of ours that a piece uses. */
export function picturesOf(data: StoredContentData): string[] {
  const ids: unknown[] = [data.cover_media_id, ...(Array.isArray(data.media_ids) ? data.media_ids : [])];
  const named = ids.filter((id): id is string => typeof id === "string");
  const shown = typeof data.content === "string" ? picturesInHtml(data.content) : [];
  return [...new Set([...named, ...shown])];
}

/** Media ids are uuids inside and public at the edge. */
export function toPublicData(type: ContentType, data: StoredContentData): StoredContentData {
  const out = { ...data };
  if ("cover_media_id" in contentDataSchemas[type].shape && typeof out.cover_media_id === "string")
    out.cover_media_id = toPublicId("media", out.cover_media_id);
  if (Array.isArray(out.media_ids))
    out.media_ids = out.media_ids.map((id) => toPublicId("media", String(id)));
  return out;
}

/** Equal content is no new version, whatever the order of its keys. */
export function isSameContent(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
