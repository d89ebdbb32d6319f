import "server-only";
import { and, desc, eq, ilike, inArray, lt, or, type SQL } from "drizzle-orm";
import { media } from "@/drizzle/schema/content";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { encodeCursor } from "@/lib/http/cursor";
import { parsePublicIdOrThrow, toPublicId } from "@/lib/ids";
import { cutPage, idOfCursor } from "../run/data-keyset";
import { containsPattern } from "../run/data-visibility";
import { ListMedia } from "./schema";
import type { MediaPage, MediaView } from "./types";

// Never the bytes: lists would carry megabytes.
const facts = {
  id: media.id,
  fileName: media.fileName,
  mime: media.mime,
  sizeBytes: media.sizeBytes,
  width: media.width,
  height: media.height,
  alt: media.alt,
  createdAt: media.createdAt,
};

export async function readMediaFacts(tx: Tx, where: SQL | undefined, limit: number): Promise<MediaView[]> {
  const rows = await tx.select(facts).from(media).where(where).orderBy(desc(media.id)).limit(limit);
  return rows.map((row) => ({
    ...row,
    id: toPublicId("media", row.id),
    url: mediaPath(row.id),
    createdAt: row.createdAt.toISOString(),
  }));
}

/** Where a picture of ours is served, as it stands in content. */
export function mediaPath(mediaId: string): string {
  return `/api/v1/media/${toPublicId("media", mediaId)}`;
}

/** Newest first. */
export async function listMedia(ctx: Ctx, filter: ListMedia = {}): Promise<MediaPage> {
  requireScope(ctx, "content:read");
  const { q, cursor, limit } = ListMedia.parse(filter);
  const where: (SQL | undefined)[] = [];
  if (q) where.push(or(ilike(media.fileName, containsPattern(q)), ilike(media.alt, containsPattern(q))));
  if (cursor) where.push(lt(media.id, idOfCursor(cursor)));
  const rows = await withWorkspace(ctx, (tx) => readMediaFacts(tx, and(...where), limit + 1));
  return cutPage(rows, limit, (row) => encodeCursor([parsePublicIdOrThrow("media", row.id)]));
}

export type MediaRow = typeof media.$inferSelect;

/** With its bytes. */
export async function getMediaOrThrow(ctx: Ctx, mediaId: string): Promise<MediaRow> {
  requireScope(ctx, "content:read");
  const [row] = await withWorkspace(ctx, (tx) => tx.select().from(media).where(eq(media.id, mediaId)));
  if (!row) throw notFound("picture");
  return row;
}

/** Those of the ids that exist here, with their bytes. */
export async function readMedia(tx: Tx, mediaIds: readonly string[]): Promise<MediaRow[]> {
  if (mediaIds.length === 0) return [];
  return tx
    .select()
    .from(media)
    .where(inArray(media.id, [...mediaIds]));
}

/** The same without the bytes: what a release needs to name them. */
export async function readMediaRefs(tx: Tx, mediaIds: readonly string[]) {
  if (mediaIds.length === 0) return [];
  return tx
    .select({ id: media.id, sha256: media.sha256, alt: media.alt })
    .from(media)
    .where(inArray(media.id, [...mediaIds]));
}

/** Those of the ids that do not exist here. */
export async function missingMedia(tx: Tx, mediaIds: readonly string[]): Promise<string[]> {
  if (mediaIds.length === 0) return [];
  const found = await tx
    .select({ id: media.id })
    .from(media)
    .where(inArray(media.id, [...mediaIds]));
  return mediaIds.filter((id) => !found.some((row) => row.id === id));
}
