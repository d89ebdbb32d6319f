import { z } from "zod";
import { failureKinds, integrationStatuses } from "@/drizzle/schema/enums";
import { healthMetricNames } from "@/lib/domain/monitoring/types";

const state = z.enum(["healthy", "warning", "critical", "no_data"]);
const score = z.number().int().nullable();

const findingShape = {
  rule: z.string(),
  metric: z.enum(healthMetricNames),
  severity: z.enum(["critical", "high", "medium", "low"]),
  points: z.number().int(),
  title: z.string(),
  detail: z.string(),
  fix: z.object({
    kind: z.enum(["reconnect", "test", "sync", "resume", "configure", "wait"]),
    label: z.string(),
    text: z.string(),
  }),
};

export const healthJson = z
  .object({
    score,
    state,
    cap_reason: z.string().nullable(),
    metrics: z.array(
      z.object({
        name: z.enum(healthMetricNames),
        label: z.string(),
        score,
        state: z.enum(["good", "warning", "critical", "no_data", "not_applicable"]),
        detail: z.string(),
      }),
    ),
    findings: z.array(z.object(findingShape)),
  })
  .meta({ id: "Health" });

export const quotaJson = z.object({
  window: z.string(),
  limit: z.number().int(),
  used: z.number().int(),
  resets_at: z.string().nullable(),
});

export const testJson = z
  .object({
    success: z.boolean(),
    tested_at: z.string(),
    total_ms: z.number().int(),
    layers: z.array(
      z.object({
        layer: z.enum(["reach", "authenticate", "scopes", "read", "write", "quota"]),
        label: z.string(),
        state: z.enum(["passed", "failed", "skipped"]),
        ms: z.number().int(),
        detail: z.string(),
        kind: z.enum(failureKinds).nullable(),
        fix: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "ConnectionTest" });

export const healthSummaryJson = z
  .object({
    score,
    state,
    total: z.number().int(),
    counts: z.record(z.enum(integrationStatuses), z.number().int()),
    api_calls_today: z.number().int(),
    failed_calls_today: z.number().int(),
    runs_running: z.number().int(),
    runs_succeeded_24h: z.number().int(),
    runs_failed_24h: z.number().int(),
    records_total: z.number().int(),
    attention: z.array(
      z.object({
        ...findingShape,
        integration_id: z.string(),
        integration_name: z.string(),
        provider: z.string(),
      }),
    ),
    at: z.string(),
  })
  .meta({ id: "HealthSummary" });
