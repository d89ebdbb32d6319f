import "server-only";
import { and, desc, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { records } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { getManifest } from "@/lib/connectors/catalog";
import { withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { toPublicId } from "@/lib/ids";
import { getIntegrationOrThrow } from "../integration/data";
import { cutPage, momentCursor, momentOfCursor } from "../run/data-keyset";
import { containsPattern } from "../run/data-visibility";
import { ListRecords, OneRecord } from "./schema";
import type { RecordCount, RecordPage, RecordView } from "./types";

/** Last changed first; deleted ones included. A search looks at the newest 100,000 rows of the object. */
export async function listRecords(ctx: Ctx, filter: ListRecords): Promise<RecordPage> {
  const { integrationId, object, q, cursor, limit } = ListRecords.parse(filter);
  const integration = await getIntegrationOrThrow(ctx, integrationId);
  const name = object ?? getManifest(integration.connector)?.objects.find((one) => one.read)?.name;
  if (!name) throw notFound("object");
  const mine = and(
    eq(records.workspaceId, ctx.workspaceId),
    eq(records.integrationId, integrationId),
    eq(records.object, name),
  );
  const where: (SQL | undefined)[] = [mine];
  if (cursor) {
    const { at, key } = momentOfCursor(cursor);
    where.push(
      sql`(${records.changedAt}, ${records.externalId}) < (${at.toISOString()}::timestamptz, ${key})`,
    );
  }
  const rows = await withWorkspace(ctx, async (tx) => {
    const source = tx
      .select()
      .from(records)
      .where(and(...where))
      .orderBy(...newestFirst);
    if (!q) return source.limit(limit + 1);
    const bounded = tx.$with("bounded").as(source.limit(100_000));
    const text = containsPattern(q);
    return tx
      .with(bounded)
      .select()
      .from(bounded)
      .where(
        or(ilike(bounded.title, text), eq(bounded.externalId, q), sql`${bounded.data}::text ilike ${text}`),
      )
      .orderBy(desc(bounded.changedAt), desc(bounded.externalId))
      .limit(limit + 1);
  });
  const page = cutPage(rows, limit, (row) => momentCursor(row.changedAt, row.externalId));
  return { ...page, data: page.data.map(toView) };
}

const newestFirst = [desc(records.changedAt), desc(records.externalId)];

export async function getRecordOrThrow(ctx: Ctx, input: OneRecord): Promise<RecordView> {
  const { integrationId, object, externalId } = OneRecord.parse(input);
  await getIntegrationOrThrow(ctx, integrationId);
  const key = and(
    eq(records.integrationId, integrationId),
    eq(records.object, object),
    eq(records.externalId, externalId),
  );
  const [row] = await withWorkspace(ctx, (tx) => tx.select().from(records).where(key));
  if (!row) throw notFound("record");
  return toView(row);
}

/** Rows per object, in the connector's order. */
export async function countRecords(ctx: Ctx, integrationId: string): Promise<RecordCount[]> {
  const integration = await getIntegrationOrThrow(ctx, integrationId);
  const found = await withWorkspace(ctx, (tx) =>
    tx
      .select({
        object: records.object,
        count: sql<number>`count(*) filter (where ${records.deletedAt} is null)`.mapWith(Number),
        deleted: sql<number>`count(${records.deletedAt})`.mapWith(Number),
      })
      .from(records)
      .where(eq(records.integrationId, integrationId))
      .groupBy(records.object),
  );
  const known = getManifest(integration.connector)?.objects.filter((object) => object.read) ?? [];
  return known.map(({ name, label }) => {
    const row = found.find((one) => one.object === name);
    return { object: name, label, count: row?.count ?? 0, deleted: row?.deleted ?? 0 };
  });
}

function toView(row: typeof records.$inferSelect): RecordView {
  return {
    integrationId: toPublicId("integration", row.integrationId),
    object: row.object,
    externalId: row.externalId,
    title: row.title,
    data: row.data,
    externalUpdatedAt: row.externalUpdatedAt?.toISOString() ?? null,
    firstSeenAt: row.firstSeenAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
