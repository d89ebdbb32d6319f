import "server-only";
import { sql } from "drizzle-orm";
import type { Ctx } from "@/lib/access/context";
import { getManifest } from "@/lib/connectors/catalog";
import type { Tx } from "@/lib/db/transaction";
import type { IntegrationRow } from "../integration/data";
import { readSettings } from "../integration/policy";
import type { TestResult } from "../integration/types";
import { listQuotaUse } from "../quota/data";
import { accountBucket } from "../quota/policy";
import type { HealthFacts } from "./facts";

export interface IntegrationFacts extends HealthFacts {
  callsToday: number;
  nextSyncAt: Date | null;
  credentialsExpireAt: Date | null;
  hasCredentials: boolean;
}

/** The facts of many integrations in five statements, however many there are. */
export async function listFacts(
  tx: Tx,
  ctx: Ctx,
  rows: readonly IntegrationRow[],
): Promise<Map<string, IntegrationFacts>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map((row) => row.id);
  const calls = await countCalls(tx, ids, ctx.now);
  const runs = await latestRuns(tx, ctx, ids);
  const plans = await listPlans(tx, ids);
  const quotas = await listQuotaUse(
    tx,
    rows.map((row) => accountBucket(row.connector, row.id)),
    ctx.now,
  );
  return new Map(
    rows.map((row) => {
      const own = runs.get(row.id) ?? { finished: [], activeRunId: null, lastSuccessAt: null };
      const plan = plans.get(row.id);
      const { today = 0, ...calls24h } = calls.get(row.id) ?? { total: 0, failed: 0, rateLimited: 0 };
      return [
        row.id,
        {
          ...fromRow(row),
          calls24h,
          callsToday: today,
          runs: own.finished,
          activeRunId: own.activeRunId,
          lastSyncAt: row.lastSyncAt ?? own.lastSuccessAt,
          quotas: quotas.get(accountBucket(row.connector, row.id)) ?? [],
          nextSyncAt: plan?.nextAt ?? null,
          hasCredentials: plan?.hasCredentials ?? false,
          credentialsExpireAt: plan?.expiresAt ?? null,
          refreshRefusedDays: plan?.refusedDays ?? 0,
          accessEnded: Boolean(plan?.expiresAt && plan.expiresAt < ctx.now && !plan.canRenew),
        },
      ];
    }),
  );
}

function fromRow(row: IntegrationRow) {
  const manifest = getManifest(row.connector);
  const granted = new Set(row.grantedScopes);
  const scopes = row.status !== "pending" && granted.size > 0 ? (manifest?.oauth?.scopes ?? []) : [];
  return {
    status: row.status,
    statusReason: row.statusReason,
    statusSince: row.statusSince,
    createdAt: row.createdAt,
    displayName: manifest?.displayName ?? row.connector,
    lastTest: row.lastTest as TestResult | null,
    sync: readSettings(row.settings).sync,
    readsObjects: manifest?.objects.some((object) => object.read) ?? false,
    config: row.config,
    isSandbox: row.isSandbox,
    missingScopes: scopes
      .filter((scope) => !granted.has(scope.name))
      .map(({ text, required }) => ({ text, required })),
  };
}

interface CallCounts {
  total: number;
  failed: number;
  rateLimited: number;
  today: number;
}

async function countCalls(tx: Tx, ids: string[], now: Date): Promise<Map<string, CallCounts>> {
  const { rows } = await tx.client.query<CallCounts & { integration_id: string }>(
    // A wrong password tried before the connection stood says nothing about the connection.
    `select c.integration_id, (count(*) filter (where f.counts))::int as total,
       (count(*) filter (where f.counts and failure_kind is not null and failure_kind <> 'rate_limited'))::int as failed,
       (count(*) filter (where f.counts and failure_kind = 'rate_limited'))::int as "rateLimited",
       (count(*) filter (where c.id >= gate.uuid_v7_floor(date_trunc('day', $2::timestamptz, 'UTC'))))::int as today
     from calls c join integrations i on i.id = c.integration_id
       cross join lateral (select i.status <> 'connected' or c.at >= i.status_since as counts) f
     where c.integration_id = any($1::uuid[]) and c.id >= gate.uuid_v7_floor($2::timestamptz - interval '24 hours')
     group by c.integration_id`,
    [ids, now],
  );
  return new Map(rows.map(({ integration_id, ...counts }) => [integration_id, counts]));
}

interface OwnRuns {
  finished: HealthFacts["runs"];
  activeRunId: string | null;
  lastSuccessAt: Date | null;
}

async function latestRuns(tx: Tx, ctx: Ctx, ids: string[]): Promise<Map<string, OwnRuns>> {
  const { rows } = await tx.client.query<{
    integration_id: string;
    id: string;
    status: string;
    ended_at: Date | null;
    message: string | null;
  }>(
    `select r.* from unnest($1::uuid[]) i(id) cross join lateral (
       select integration_id, id, status, ended_at, error->>'message' as message from runs
       where workspace_id = $2 and integration_id = i.id and status <> 'canceled'
       order by id desc limit 20) r`,
    [ids, ctx.workspaceId],
  );
  const found = new Map<string, OwnRuns>();
  for (const row of rows) {
    const own = found.get(row.integration_id) ?? { finished: [], activeRunId: null, lastSuccessAt: null };
    found.set(row.integration_id, own);
    if (!row.ended_at) own.activeRunId ??= row.id;
    else {
      const succeeded = row.status === "succeeded";
      own.finished.push({ succeeded, endedAt: row.ended_at, message: row.message });
      if (succeeded) own.lastSuccessAt ??= row.ended_at;
    }
  }
  return found;
}

interface Plan {
  nextAt: Date | null;
  hasCredentials: boolean;
  expiresAt: Date | null;
  canRenew: boolean;
  refusedDays: number;
}

async function listPlans(tx: Tx, ids: string[]): Promise<Map<string, Plan>> {
  const { rows } = await tx.execute<{
    id: string;
    next_at: string | null;
    has_credentials: boolean;
    expires_at: string | null;
    can_renew: boolean;
    refused_days: number;
  }>(sql`
    select i.id, case when s.enabled then s.next_at end as next_at, c.id is not null as has_credentials,
      c.expires_at, c.refresh_after is not null as can_renew, coalesce(cardinality(c.refresh_failed_days), 0) as refused_days
    from integrations i
    left join schedules s on s.integration_id = i.id
    left join credentials c on c.integration_id = i.id
    where i.id = any(${sql.param(ids)}::uuid[])`);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        nextAt: row.next_at ? new Date(row.next_at) : null,
        hasCredentials: row.has_credentials,
        expiresAt: row.expires_at ? new Date(row.expires_at) : null,
        canRenew: row.can_renew,
        refusedDays: row.refused_days,
      },
    ]),
  );
}
