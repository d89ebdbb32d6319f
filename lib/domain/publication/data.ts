import "server-only";
import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import { contentItems, publications } from "@/drizzle/schema/content";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { hasScope, requireScope } from "@/lib/access/scopes";
import { getManifest } from "@/lib/connectors/catalog";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { encodeCursor } from "@/lib/http/cursor";
import { parsePublicIdOrThrow, toPublicId } from "@/lib/ids";
import { cutPage, idOfCursor } from "../run/data-keyset";
import { notPrivateFor } from "../run/data-visibility";
import { ListPublications } from "./schema";
import type { PublicationPage, PublicationView } from "./types";

/** Newest first. */
export async function listPublications(ctx: Ctx, filter: ListPublications = {}): Promise<PublicationPage> {
  requireScope(ctx, "content:read");
  const { contentItemId, integrationId, state, cursor, limit } = ListPublications.parse(filter);
  const where: (SQL | undefined)[] = [];
  if (contentItemId) where.push(eq(publications.contentItemId, contentItemId));
  if (integrationId) where.push(eq(publications.integrationId, integrationId));
  if (state) where.push(eq(publications.state, state));
  if (cursor) where.push(lt(publications.id, idOfCursor(cursor)));
  const rows = await withWorkspace(ctx, (tx) => readPublications(tx, ctx, and(...where), limit + 1));
  return cutPage(rows, limit, (row) => encodeCursor([parsePublicIdOrThrow("publication", row.id)]));
}

export async function getPublicationOrThrow(ctx: Ctx, publicationId: string): Promise<PublicationView> {
  requireScope(ctx, "content:read");
  return withWorkspace(ctx, (tx) => readPublicationOrThrow(tx, ctx, publicationId));
}

export async function readPublicationOrThrow(
  tx: Tx,
  ctx: Ctx,
  publicationId: string,
): Promise<PublicationView> {
  const [row] = await readPublications(tx, ctx, eq(publications.id, publicationId), 1);
  if (!row) throw notFound("publication");
  return row;
}

export async function readPublications(
  tx: Tx,
  ctx: Ctx,
  where: SQL | undefined,
  limit: number,
): Promise<PublicationView[]> {
  const rows = await tx
    .select({
      publication: publications,
      contentId: contentItems.contentId,
      name: integrations.name,
      connector: integrations.connector,
    })
    .from(publications)
    .innerJoin(contentItems, eq(contentItems.id, publications.contentItemId))
    .innerJoin(integrations, eq(integrations.id, publications.integrationId))
    .where(and(where, notPrivateFor(ctx)))
    .orderBy(desc(publications.id))
    .limit(limit);
  return rows.map((row) => toView(ctx, row));
}

interface Row {
  publication: typeof publications.$inferSelect;
  contentId: string;
  name: string;
  connector: string;
}

function toView(ctx: Ctx, { publication: row, contentId, name, connector }: Row): PublicationView {
  const canWrite = hasScope(ctx, "content:write");
  return {
    id: toPublicId("publication", row.id),
    contentItemId: toPublicId("content", row.contentItemId),
    contentId,
    contentType: row.contentType,
    contentVersion: row.contentVersion,
    title: String(row.snapshot.title ?? ""),
    integrationId: toPublicId("integration", row.integrationId),
    integrationName: name,
    connector,
    connectorName: getManifest(connector)?.displayName ?? connector,
    state: row.state,
    priority: row.priority,
    externalId: row.externalId,
    externalUrl: row.externalUrl,
    attempts: row.attempts,
    error: row.error,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    publishedAt: row.publishedAt?.toISOString() ?? null,
    canRetry: canWrite && row.state === "failed",
    canCancel: canWrite && row.state === "queued",
  };
}
