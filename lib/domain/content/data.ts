import "server-only";
import { and, desc, eq, ilike, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { contentItems, publications } from "@/drizzle/schema/content";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { toPublicId } from "@/lib/ids";
import { cutPage, momentCursor, momentOfCursor } from "../run/data-keyset";
import { containsPattern, notPrivateFor } from "../run/data-visibility";
import { toPublicData } from "./policy";
import { ListContent } from "./schema";
import type { ContentCard, ContentDetail, ContentPage, ContentTarget } from "./types";

type ItemRow = typeof contentItems.$inferSelect;

const cardColumns = {
  id: contentItems.id,
  contentId: contentItems.contentId,
  contentType: contentItems.contentType,
  title: contentItems.title,
  version: contentItems.version,
  createdAt: contentItems.createdAt,
  updatedAt: contentItems.updatedAt,
  archivedAt: contentItems.archivedAt,
};

/** Last changed first. */
export async function listContent(ctx: Ctx, filter: ListContent = {}): Promise<ContentPage> {
  requireScope(ctx, "content:read");
  const { q, contentType, archived, cursor, limit } = ListContent.parse(filter);
  const where: (SQL | undefined)[] = [
    archived ? isNotNull(contentItems.archivedAt) : isNull(contentItems.archivedAt),
  ];
  if (q) where.push(ilike(contentItems.title, containsPattern(q)));
  if (contentType) where.push(eq(contentItems.contentType, contentType));
  if (cursor) {
    const { at, key } = momentOfCursor(cursor);
    where.push(
      sql`(${contentItems.updatedAt}, ${contentItems.id}::text) < (${at.toISOString()}::timestamptz, ${key})`,
    );
  }
  return withWorkspace(ctx, async (tx) => {
    const rows = await tx
      .select(cardColumns)
      .from(contentItems)
      .where(and(...where))
      .orderBy(desc(contentItems.updatedAt), desc(contentItems.id))
      .limit(limit + 1);
    const page = cutPage(rows, limit, (row) => momentCursor(row.updatedAt, row.id));
    const targets = await readTargets(
      tx,
      ctx,
      page.data.map((row) => row.id),
    );
    return { ...page, data: page.data.map((row) => toCard(row, targets.get(row.id) ?? [])) };
  });
}

export async function getContentOrThrow(ctx: Ctx, id: string): Promise<ContentDetail> {
  requireScope(ctx, "content:read");
  return withWorkspace(ctx, (tx) => readContentDetail(tx, ctx, id));
}

export async function readContentDetail(tx: Tx, ctx: Ctx, id: string): Promise<ContentDetail> {
  const [row] = await tx.select().from(contentItems).where(eq(contentItems.id, id));
  if (!row) throw notFound("content item");
  const targets = await readTargets(tx, ctx, [id]);
  const contentData = toPublicData(row.contentType, row.contentData);
  return { ...toCard(row, targets.get(id) ?? []), contentData };
}

async function readTargets(tx: Tx, ctx: Ctx, itemIds: string[]): Promise<Map<string, ContentTarget[]>> {
  const targets = new Map<string, ContentTarget[]>();
  if (itemIds.length === 0) return targets;
  const rows = await tx
    .select({ publication: publications, name: integrations.name, connector: integrations.connector })
    .from(publications)
    .innerJoin(integrations, eq(integrations.id, publications.integrationId))
    .where(and(inArray(publications.contentItemId, itemIds), notPrivateFor(ctx)))
    .orderBy(desc(publications.id));
  for (const { publication, name, connector } of rows) {
    const list = targets.get(publication.contentItemId) ?? [];
    targets.set(publication.contentItemId, list);
    list.push({
      publicationId: toPublicId("publication", publication.id),
      integrationId: toPublicId("integration", publication.integrationId),
      integrationName: name,
      connector,
      state: publication.state,
      version: publication.contentVersion,
      externalUrl: publication.externalUrl,
      publishedAt: publication.publishedAt?.toISOString() ?? null,
    });
  }
  return targets;
}

function toCard(
  row: Omit<ItemRow, "contentData" | "workspaceId" | "createdBy">,
  targets: ContentTarget[],
): ContentCard {
  return {
    id: toPublicId("content", row.id),
    contentId: row.contentId,
    contentType: row.contentType,
    title: row.title,
    version: row.version,
    targets,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}
