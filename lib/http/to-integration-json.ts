import "server-only";
import type { z } from "zod";
import type {
  IntegrationCard,
  IntegrationDetail,
  QuotaUse,
  TestResult,
} from "@/lib/domain/integration/types";
import type { Finding, Health, HealthSummary } from "@/lib/domain/monitoring/types";
import type { healthJson, healthSummaryJson, quotaJson, testJson } from "./endpoints/health-json";
import type { integrationDetailJson, integrationJson } from "./endpoints/integrations";

type Json<S extends z.ZodType> = z.input<S>;

/** The shapes of the interface, in the words of the REST API. */
export function toIntegrationJson(card: IntegrationCard): Json<typeof integrationJson> {
  return {
    id: card.id,
    provider: card.connector,
    provider_name: card.connectorName,
    category: card.category,
    name: card.name,
    status: card.status,
    status_reason: card.statusReason,
    status_since: card.statusSince,
    account_label: card.accountLabel,
    is_sandbox: card.isSandbox,
    health_score: card.health.score,
    health: toHealthJson(card.health),
    api_calls_today: card.callsToday,
    quota: card.quota ? toQuotaJson(card.quota) : null,
    active_run_id: card.activeRunId,
    last_sync_at: card.lastSyncAt,
    next_sync_at: card.nextSyncAt,
    last_tested_at: card.lastTestedAt,
    created_at: card.createdAt,
    version: card.version,
  };
}

export function toIntegrationDetailJson(detail: IntegrationDetail): Json<typeof integrationDetailJson> {
  const { sync, rateLimits, errorHandling } = detail.settings;
  return {
    ...toIntegrationJson(detail),
    config: detail.config,
    credentials_stored: detail.secretsStored,
    credentials_expire_at: detail.credentialsExpireAt,
    scopes: detail.scopes.map(({ text, ...scope }) => ({ ...scope, description: text })),
    objects: detail.objects,
    settings: { sync, rate_limits: rateLimits, error_handling: errorHandling },
    quotas: detail.quotas.map(toQuotaJson),
    last_test: detail.lastTest ? toTestJson(detail.lastTest) : null,
  };
}

export function toTestJson(test: TestResult): Json<typeof testJson> {
  return {
    success: test.ok,
    tested_at: test.at,
    total_ms: test.totalMs,
    layers: test.layers.map((layer) => ({ ...layer, kind: layer.kind ?? null, fix: layer.fix ?? null })),
  };
}

export function toHealthSummaryJson(summary: HealthSummary): Json<typeof healthSummaryJson> {
  return {
    score: summary.score,
    state: summary.state,
    total: summary.total,
    counts: summary.counts,
    api_calls_today: summary.callsToday,
    failed_calls_today: summary.failedCallsToday,
    runs_running: summary.runsRunning,
    runs_succeeded_24h: summary.runsSucceeded24h,
    runs_failed_24h: summary.runsFailed24h,
    records_total: summary.recordsTotal,
    attention: summary.attention.map((item) => ({
      ...toFindingJson(item),
      integration_id: item.integrationId,
      integration_name: item.integrationName,
      provider: item.connector,
    })),
    at: summary.at,
  };
}

function toHealthJson(health: Health): Json<typeof healthJson> {
  const { score, state, capReason, metrics, findings } = health;
  return { score, state, cap_reason: capReason, metrics, findings: findings.map(toFindingJson) };
}

function toFindingJson({ rule, metric, severity, points, title, detail, fix }: Finding) {
  return { rule, metric, severity, points, title, detail, fix };
}

function toQuotaJson({ window, limit, used, resetsAt }: QuotaUse): Json<typeof quotaJson> {
  return { window, limit, used, resets_at: resetsAt };
}
