import "server-only";
import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import { integrations } from "@/drizzle/schema/integrations";
import { runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { hasScope, requireScope } from "@/lib/access/scopes";
import { getManifest } from "@/lib/connectors/catalog";
import { withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { encodeCursor } from "@/lib/http/cursor";
import { toPublicId } from "@/lib/ids";
import { cutPage, idOfCursor } from "./data-keyset";
import { notPrivateFor } from "./data-visibility";
import { paceOf, percentOf, sumCounts } from "./policy";
import { ListRuns } from "./schema";
import type { RunObjectView, RunPage, RunView } from "./types";

interface Row {
  run: typeof runs.$inferSelect;
  name: string;
  connector: string;
}

/** Newest first. */
export async function listRuns(ctx: Ctx, filter: ListRuns = {}): Promise<RunPage> {
  requireScope(ctx, "integration:read");
  const { integrationId, status, cursor, limit } = ListRuns.parse(filter);
  const where: (SQL | undefined)[] = [];
  if (integrationId) where.push(eq(runs.integrationId, integrationId));
  if (status) where.push(eq(runs.status, status));
  if (cursor) where.push(lt(runs.id, idOfCursor(cursor)));
  const page = cutPage(await read(ctx, where, limit + 1), limit, (row) => encodeCursor([row.run.id]));
  return { ...page, data: page.data.map((row) => toView(ctx, row)) };
}

export async function getRunOrThrow(ctx: Ctx, runId: string): Promise<RunView> {
  requireScope(ctx, "integration:read");
  const [row] = await read(ctx, [eq(runs.id, runId)], 1);
  if (!row) throw notFound("run");
  return toView(ctx, row);
}

async function read(ctx: Ctx, where: (SQL | undefined)[], limit: number): Promise<Row[]> {
  return withWorkspace(ctx, (tx) =>
    tx
      .select({ run: runs, name: integrations.name, connector: integrations.connector })
      .from(runs)
      .innerJoin(integrations, eq(integrations.id, runs.integrationId))
      .where(and(notPrivateFor(ctx), ...where))
      .orderBy(desc(runs.id))
      .limit(limit),
  );
}

function toView(ctx: Ctx, { run, name, connector }: Row): RunView {
  const manifest = getManifest(connector);
  const isOpen = run.status === "queued" || run.status === "running";
  const until = run.endedAt ?? ctx.now;
  const totals = sumCounts(run.progress);
  const pace = paceOf(totals.read, isOpen ? totals.total : null, run.startedAt, until);
  const objects = run.objects.map((object) => toObjectView(run, object, manifest?.objects ?? []));
  return {
    id: toPublicId("run", run.id),
    integrationId: toPublicId("integration", run.integrationId),
    integrationName: name,
    connector,
    connectorName: manifest?.displayName ?? connector,
    trigger: run.trigger,
    mode: run.mode,
    status: run.status,
    objects,
    totals,
    percent: percentOf({
      state: run.status === "succeeded" ? "done" : "running",
      read: totals.read,
      total: totals.total,
    }),
    rowsPerSecond: pace.rowsPerSecond,
    etaS: isOpen ? pace.etaS : null,
    error: run.error,
    waitingUntil: run.waitingUntil?.toISOString() ?? null,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
    durationMs: run.startedAt ? Math.max(0, until.getTime() - run.startedAt.getTime()) : null,
    canCancel: isOpen && hasScope(ctx, "integration:write"),
  };
}

function toObjectView(
  run: Row["run"],
  name: string,
  known: readonly { name: string; label: string }[],
): RunObjectView {
  const progress = run.progress.objects[name];
  const { state = "waiting", pages = 0, read = 0, created = 0, updated = 0 } = progress ?? {};
  const { unchanged = 0, deleted = 0, total = null, error = null, note = null } = progress ?? {};
  const label = known.find((object) => object.name === name)?.label ?? name;
  const percent = percentOf({ state, read, total });
  return {
    name,
    label,
    state,
    pages,
    read,
    created,
    updated,
    unchanged,
    deleted,
    total,
    percent,
    error,
    note,
  };
}
