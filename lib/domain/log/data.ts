import "server-only";
import { and, desc, eq, ilike, inArray, lt, type SQL, sql } from "drizzle-orm";
import { type LogLevel, logLevels } from "@/drizzle/schema/enums";
import { integrations } from "@/drizzle/schema/integrations";
import { logs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { encodeCursor } from "@/lib/http/cursor";
import { toPublicId } from "@/lib/ids";
import { cutPage, idOfCursor } from "../run/data-keyset";
import { containsPattern, notPrivateFor } from "../run/data-visibility";
import { ListLogs } from "./schema";
import type { LogPage, LogView } from "./types";

export async function listLogs(ctx: Ctx, filter: ListLogs = {}): Promise<LogPage> {
  requireScope(ctx, "log:read");
  const { level, integrationId, runId, q, cursor, limit } = ListLogs.parse(filter);
  const where: (SQL | undefined)[] = [notPrivateFor(ctx)];
  if (level) where.push(inArray(logs.level, logLevels.slice(logLevels.indexOf(level)) as LogLevel[]));
  if (integrationId) where.push(eq(logs.integrationId, integrationId));
  if (runId) where.push(eq(logs.runId, runId));
  // A word that occurs nowhere must not read all months.
  if (q)
    where.push(
      ilike(logs.message, containsPattern(q)),
      sql`${logs.id} >= gate.uuid_v7_floor(now() - interval '30 days')`,
    );
  if (cursor) where.push(lt(logs.id, idOfCursor(cursor)));
  const rows = await withWorkspace(ctx, (tx) =>
    tx
      .select({ log: logs, name: integrations.name, connector: integrations.connector })
      .from(logs)
      .leftJoin(integrations, eq(integrations.id, logs.integrationId))
      .where(and(...where))
      .orderBy(desc(logs.id))
      .limit(limit + 1),
  );
  const page = cutPage(rows, limit, (row) => encodeCursor([row.log.id]));
  return { ...page, data: page.data.map((row) => toView(row.log, row.name, row.connector)) };
}

function toView(row: typeof logs.$inferSelect, name: string | null, connector: string | null): LogView {
  return {
    id: toPublicId("log", row.id),
    at: row.at.toISOString(),
    level: row.level,
    event: row.event,
    message: row.message,
    integrationId: row.integrationId && toPublicId("integration", row.integrationId),
    integrationName: name,
    connector,
    runId: row.runId && toPublicId("run", row.runId),
    publicationId: row.publicationId && toPublicId("publication", row.publicationId),
    detail: row.detail,
  };
}
