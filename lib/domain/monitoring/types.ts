import type { IntegrationStatus } from "@/drizzle/schema/enums";

export type Severity = "critical" | "high" | "medium" | "low";

export type FixKind = "reconnect" | "test" | "sync" | "resume" | "configure" | "wait";

export interface Finding {
  /** Stable name of the rule, e.g. `auth.broken`. */
  rule: string;
  metric: HealthMetricName;
  severity: Severity;
  points: number;
  title: string;
  /** Why, with the numbers. */
  detail: string;
  fix: { kind: FixKind; label: string; text: string };
}

export const healthMetricNames = [
  "authentication",
  "sync_success",
  "error_rate",
  "quota_headroom",
  "freshness",
  "webhook_delivery",
  "configuration",
] as const;
export type HealthMetricName = (typeof healthMetricNames)[number];

export interface HealthMetric {
  name: HealthMetricName;
  label: string;
  /** 0–100; null = no data yet, or not applicable. */
  score: number | null;
  state: "good" | "warning" | "critical" | "no_data" | "not_applicable";
  /** One line with the numbers behind the score. */
  detail: string;
}

export interface Health {
  /** 0–100; null = no data yet. */
  score: number | null;
  state: "healthy" | "warning" | "critical" | "no_data";
  /** Set when a cap and not the sum of the points decided. */
  capReason: string | null;
  metrics: HealthMetric[];
  findings: Finding[];
}

export interface AttentionItem extends Finding {
  /** Public id. */
  integrationId: string;
  integrationName: string;
  connector: string;
}

export interface HealthSummary {
  /** Mean over integrations with data, at most 60 while a critical finding is open; null = no data yet. */
  score: number | null;
  state: Health["state"];
  total: number;
  counts: Record<IntegrationStatus, number>;
  callsToday: number;
  failedCallsToday: number;
  runsRunning: number;
  runsSucceeded24h: number;
  runsFailed24h: number;
  recordsTotal: number;
  /** Worst first. */
  attention: AttentionItem[];
  at: string;
}

export interface TrafficPoint {
  /** Start of the interval. */
  at: string;
  calls: number;
  failed: number;
  p50Ms: number | null;
  p95Ms: number | null;
}

export interface Traffic {
  hours: number;
  bucketMinutes: number;
  calls: number;
  failed: number;
  p50Ms: number | null;
  p95Ms: number | null;
  points: TrafficPoint[];
}
