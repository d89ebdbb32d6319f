import type { JsonValue, PulledRecord } from "../kit/connector";
import { decodeEntities } from "../kit/html";
import { plainText } from "../kit/redact";
import type { Media, Post, Term, User } from "./wire";

/** WordPress writes UTC without saying so: `2026-10-01T12:00:00`. */
export function toInstant(gmt: string | null): string | null {
  if (!gmt || gmt.startsWith("0000")) return null;
  const at = new Date(/(Z|[+-]\d\d:\d\d)$/.test(gmt) ? gmt : `${gmt}Z`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function readText(text: { raw?: string | undefined; rendered?: string | undefined } | undefined): string {
  return text?.raw ?? decodeEntities(plainText(text?.rendered ?? "", 10_000));
}

function titled(title: string, kind: string, id: number): string {
  return title.trim() === "" ? `${kind} ${id}` : plainText(title, 200);
}

export function toPostRecord(post: Post): PulledRecord {
  const title = readText(post.title);
  const data: Record<string, JsonValue> = {
    title,
    slug: post.slug,
    status: post.status,
    url: post.link,
    excerpt: readText(post.excerpt),
    content: post.content?.raw ?? post.content?.rendered ?? "",
    author_id: post.author ? String(post.author) : null,
    cover_media_id: post.featured_media ? String(post.featured_media) : null,
    published_at: post.status === "publish" || post.status === "future" ? toInstant(post.date_gmt) : null,
    modified_at: toInstant(post.modified_gmt),
    ...(post.categories ? { category_ids: post.categories.map(String) } : {}),
    ...(post.tags ? { tag_ids: post.tags.map(String) } : {}),
    ...(post.parent === undefined ? {} : { parent_id: post.parent === 0 ? null : String(post.parent) }),
    ...(post.menu_order === undefined ? {} : { menu_order: post.menu_order }),
  };
  return record(post.id, titled(title, "Post", post.id), data, toInstant(post.modified_gmt));
}

export function toMediaRecord(media: Media): PulledRecord {
  const title = readText(media.title);
  const data: Record<string, JsonValue> = {
    title,
    file_url: media.source_url,
    page_url: media.link ?? null,
    alt: media.alt_text ?? "",
    caption: readText(media.caption),
    media_type: media.media_type,
    mime_type: media.mime_type,
    author_id: media.author ? String(media.author) : null,
    uploaded_at: toInstant(media.date_gmt),
    modified_at: toInstant(media.modified_gmt),
  };
  return record(media.id, titled(title, "File", media.id), data, toInstant(media.modified_gmt));
}

export function toTermRecord(term: Term): PulledRecord {
  const name = decodeEntities(term.name);
  const data: Record<string, JsonValue> = {
    name,
    slug: term.slug,
    description: term.description ?? "",
    post_count: term.count ?? null,
    url: term.link ?? null,
    ...(term.parent === undefined ? {} : { parent_id: term.parent === 0 ? null : String(term.parent) }),
  };
  return record(term.id, titled(name, "Term", term.id), data, null);
}

export function toUserRecord(user: User): PulledRecord {
  const data = { name: user.name, slug: user.slug, about: user.description ?? "", url: user.link ?? null };
  return record(user.id, titled(user.name, "User", user.id), data, null);
}

function record(
  id: number,
  title: string,
  data: Record<string, JsonValue>,
  updatedAt: string | null,
): PulledRecord {
  return { externalId: String(id), title, data, updatedAt };
}
