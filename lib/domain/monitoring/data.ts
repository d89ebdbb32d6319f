import "server-only";
import type { IntegrationStatus } from "@/drizzle/schema/enums";
import { integrationStatuses } from "@/drizzle/schema/enums";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { parsePublicIdOrThrow, toPublicId } from "@/lib/ids";
import { type IntegrationRow, visibleTo } from "../integration/data";
import { listFacts } from "./data-facts";
import { assess, workspaceHealth } from "./policy";
import type { AttentionItem, Health, HealthSummary, Traffic, TrafficPoint } from "./types";

const mostAttention = 50;

export async function getHealthSummary(ctx: Ctx): Promise<HealthSummary> {
  requireScope(ctx, "integration:read");
  return withWorkspace(ctx, async (tx) => {
    const rows = await tx.select().from(integrations).where(visibleTo(ctx));
    const facts = await listFacts(tx, ctx, rows);
    const judged = rows.flatMap((row) => {
      const own = facts.get(row.id);
      return own ? [{ row, health: assess(own, ctx.now) }] : [];
    });
    return {
      ...workspaceHealth(judged.map(({ health }) => health)),
      total: rows.length,
      counts: countByStatus(rows),
      ...(await countWork(tx, ctx)),
      attention: judged
        .flatMap(toAttention)
        .sort((a, b) => b.points - a.points)
        .slice(0, mostAttention),
      at: ctx.now.toISOString(),
    };
  });
}

function countByStatus(rows: readonly IntegrationRow[]): Record<IntegrationStatus, number> {
  const counts = Object.fromEntries(integrationStatuses.map((status) => [status, 0])) as Record<
    IntegrationStatus,
    number
  >;
  for (const row of rows) counts[row.status] += 1;
  return counts;
}

function toAttention({ row, health }: { row: IntegrationRow; health: Health }): AttentionItem[] {
  const place = {
    integrationId: toPublicId("integration", row.id),
    integrationName: row.name,
    connector: row.connector,
  };
  return health.findings.map((finding) => ({ ...finding, ...place }));
}

interface WorkCounts {
  callsToday: number;
  failedCallsToday: number;
  runsRunning: number;
  runsSucceeded24h: number;
  runsFailed24h: number;
  recordsTotal: number;
}

async function countWork(tx: Tx, ctx: Ctx): Promise<WorkCounts> {
  const { rows } = await tx.client.query<WorkCounts>(
    `select
       (select count(*) from calls where workspace_id = $1 and id >= today.floor)::int as "callsToday",
       (select count(*) from calls where workspace_id = $1 and id >= today.floor and failure_kind is not null)::int
         as "failedCallsToday",
       (select count(*) from runs where workspace_id = $1 and status in ('queued', 'running'))::int as "runsRunning",
       (select count(*) from runs where workspace_id = $1 and status = 'succeeded' and id >= day.floor)::int
         as "runsSucceeded24h",
       (select count(*) from runs where workspace_id = $1 and status = 'failed' and id >= day.floor)::int
         as "runsFailed24h",
       (select count(*) from records where workspace_id = $1 and deleted_at is null)::int as "recordsTotal"
     from gate.uuid_v7_floor(date_trunc('day', $2::timestamptz, 'UTC')) today(floor),
       gate.uuid_v7_floor($2::timestamptz - interval '24 hours') day(floor)`,
    [ctx.workspaceId, ctx.now],
  );
  const [counts] = rows;
  if (!counts) throw new Error("an aggregate without groups always answers one row");
  return counts;
}

const pointsWanted = 48;

/** Calls, failures and latency over time. `hours` 1–720. */
export async function getTraffic(
  ctx: Ctx,
  { hours, integrationId }: { hours: number; integrationId?: string },
): Promise<Traffic> {
  requireScope(ctx, "integration:read");
  const span = Math.min(720, Math.max(1, Math.round(hours)));
  const bucketMinutes = Math.max(1, Math.ceil((span * 60) / pointsWanted));
  const only = integrationId ? parsePublicIdOrThrow("integration", integrationId) : null;
  const rows = await withWorkspace(ctx, (tx) => readTraffic(tx, ctx, span, bucketMinutes, only));
  const points = rows.slice(0, -1).map(toPoint);
  const total = rows.at(-1);
  return {
    hours: span,
    bucketMinutes,
    calls: total?.calls ?? 0,
    failed: total?.failed ?? 0,
    p50Ms: total?.p50 ?? null,
    p95Ms: total?.p95 ?? null,
    points,
  };
}

interface TrafficRow {
  at: Date | null;
  calls: number;
  failed: number;
  p50: number | null;
  p95: number | null;
}

async function readTraffic(
  tx: Tx,
  ctx: Ctx,
  hours: number,
  minutes: number,
  only: string | null,
): Promise<TrafficRow[]> {
  const { rows } = await tx.client.query<TrafficRow>(
    `with slots as (
       select generate_series(date_bin(step, $2::timestamptz - make_interval(hours => $3), origin),
         date_bin(step, $2::timestamptz, origin), step) as at
       from (select make_interval(mins => $4) as step, timestamptz '2020-01-01Z' as origin) s
     ), seen as (
       select date_bin(make_interval(mins => $4), at, timestamptz '2020-01-01Z') as slot, ms, failure_kind
       from calls
       where workspace_id = $1 and id >= gate.uuid_v7_floor($2::timestamptz - make_interval(hours => $3))
         and ($5::uuid is null or integration_id = $5)
     )
     select slots.at, count(seen.slot)::int as calls, count(seen.failure_kind)::int as failed,
       percentile_disc(0.5) within group (order by seen.ms) as p50,
       percentile_disc(0.95) within group (order by seen.ms) as p95
     from slots left join seen on seen.slot = slots.at
     group by grouping sets ((slots.at), ()) order by slots.at nulls last`,
    [ctx.workspaceId, ctx.now, hours, minutes, only],
  );
  return rows;
}

function toPoint(row: TrafficRow): TrafficPoint {
  return {
    at: row.at?.toISOString() ?? "",
    calls: row.calls,
    failed: row.failed,
    p50Ms: row.p50,
    p95Ms: row.p95,
  };
}
