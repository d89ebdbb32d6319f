import type { Finding, FixKind, HealthMetric, HealthMetricName, Severity } from "../types";

export interface Assessment {
  metric: HealthMetric;
  findings: Finding[];
}

export const severityPoints: Record<Severity, number> = { critical: 25, high: 12, medium: 5, low: 2 };

const fixLabels: Record<FixKind, string> = {
  reconnect: "Reconnect",
  test: "Test connection",
  sync: "Sync now",
  resume: "Resume",
  configure: "Open settings",
  wait: "Nothing to do",
};

export function finding(
  metric: HealthMetricName,
  rule: string,
  severity: Severity,
  words: { title: string; detail: string; fix: FixKind; text: string },
): Finding {
  return {
    rule,
    metric,
    severity,
    points: severityPoints[severity],
    title: words.title,
    detail: words.detail,
    fix: { kind: words.fix, label: fixLabels[words.fix], text: words.text },
  };
}

export const metricLabels: Record<HealthMetricName, string> = {
  authentication: "Access",
  sync_success: "Sync success",
  error_rate: "Error rate",
  quota_headroom: "Limits",
  freshness: "Freshness",
  webhook_delivery: "Webhooks",
  configuration: "Configuration and security",
};

export function scored(name: HealthMetricName, score: number, detail: string): HealthMetric {
  const rounded = Math.round(Math.max(0, Math.min(100, score)));
  const state = rounded >= 90 ? "good" : rounded >= 60 ? "warning" : "critical";
  return { name, label: metricLabels[name], score: rounded, state, detail };
}

export function unscored(
  name: HealthMetricName,
  state: "no_data" | "not_applicable",
  detail: string,
): HealthMetric {
  return { name, label: metricLabels[name], score: null, state, detail };
}

export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 1 ? value.toFixed(1) : Math.round(value)} %`;
}
