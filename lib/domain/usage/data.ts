import "server-only";
import { and, desc, eq, ilike, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { integrations } from "@/drizzle/schema/integrations";
import { calls } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { encodeCursor } from "@/lib/http/cursor";
import { toPublicId } from "@/lib/ids";
import { cutPage, idOfCursor } from "../run/data-keyset";
import { containsPattern, notPrivateFor } from "../run/data-visibility";
import { ListCalls } from "./schema";
import type { CallPage, CallView } from "./types";

/** What was asked of the platforms, newest first. */
export async function listCalls(ctx: Ctx, filter: ListCalls = {}): Promise<CallPage> {
  requireScope(ctx, "log:read");
  const { limit, ...wanted } = ListCalls.parse(filter);
  const rows = await withWorkspace(ctx, (tx) =>
    tx
      .select({ call: calls, name: integrations.name })
      .from(calls)
      .leftJoin(integrations, eq(integrations.id, calls.integrationId))
      .where(and(eq(calls.workspaceId, ctx.workspaceId), notPrivateFor(ctx), ...conditions(wanted)))
      .orderBy(desc(calls.id))
      .limit(limit + 1),
  );
  const page = cutPage(rows, limit, (row) => encodeCursor([row.call.id]));
  return { ...page, data: page.data.map((row) => toView(row.call, row.name)) };
}

function conditions(wanted: Omit<ListCalls, "limit">): (SQL | undefined)[] {
  const { integrationId, runId, outcome, q, cursor } = wanted;
  return [
    integrationId ? eq(calls.integrationId, integrationId) : undefined,
    runId ? eq(calls.runId, runId) : undefined,
    outcome === "ok" ? isNull(calls.failureKind) : undefined,
    outcome === "failed" ? isNotNull(calls.failureKind) : undefined,
    q ? or(ilike(calls.operation, containsPattern(q)), ilike(calls.path, containsPattern(q))) : undefined,
    // A word that occurs nowhere must not read all months.
    q ? sql`${calls.id} >= gate.uuid_v7_floor(now() - interval '30 days')` : undefined,
    cursor ? lt(calls.id, idOfCursor(cursor)) : undefined,
  ];
}

function toView(row: typeof calls.$inferSelect, name: string | null): CallView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    integrationId: toPublicId("integration", row.integrationId),
    integrationName: name,
    connector: row.connector,
    operation: row.operation,
    method: row.method,
    host: row.host,
    path: row.path,
    status: row.status,
    failureKind: row.failureKind,
    ms: row.ms,
    bytesIn: row.bytesIn,
    runId: row.runId && toPublicId("run", row.runId),
    publicationId: row.publicationId && toPublicId("publication", row.publicationId),
  };
}
