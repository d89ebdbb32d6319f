import { assessAuthentication, assessConfiguration, assessErrorRate } from "./engine/assess-calls";
import { assessFreshness, assessQuota, assessSyncSuccess } from "./engine/assess-sync";
import type { Assessment } from "./engine/finding";
import type { HealthFacts } from "./facts";
import type { Finding, Health } from "./types";

/** Points by severity; the score is 100 minus their sum, at least 0, and never above a cap that applies. */
export function assess(facts: HealthFacts, now: Date): Health {
  const parts: Assessment[] = [
    assessAuthentication(facts),
    assessSyncSuccess(facts),
    assessErrorRate(facts),
    assessQuota(facts),
    assessFreshness(facts, now),
    webhooks,
    assessConfiguration(facts),
  ];
  const metrics = parts.map((part) => part.metric);
  const findings = parts.flatMap((part) => part.findings).sort((a, b) => b.points - a.points);
  if (hasNoData(facts)) return { score: null, state: "no_data", capReason: null, metrics, findings };
  const plain = Math.max(0, 100 - findings.reduce((sum, finding) => sum + finding.points, 0));
  const cap = capFor(findings);
  const score = cap ? Math.min(plain, cap.most) : plain;
  return {
    score,
    state: stateFor(score, findings),
    capReason: cap && cap.most < plain ? cap.reason : null,
    metrics,
    findings,
  };
}

const webhooks: Assessment = {
  metric: {
    name: "webhook_delivery",
    label: "Webhooks",
    score: null,
    state: "not_applicable",
    detail: "No webhooks are in use.",
  },
  findings: [],
};

// Never "100 by default": an integration that was never tried says so.
function hasNoData(facts: HealthFacts): boolean {
  if (facts.status === "pending") return true;
  return !facts.lastTest && facts.runs.length === 0 && facts.calls24h.total === 0;
}

const caps: { rule: string; most: number; reason: string }[] = [
  { rule: "auth.broken", most: 30, reason: "At most 30 while the access is broken." },
  {
    rule: "freshness.nothing_synced",
    most: 40,
    reason: "At most 40 while nothing is synced although it should be.",
  },
];

function capFor(findings: readonly Finding[]): { most: number; reason: string } | null {
  return caps.find((cap) => findings.some((finding) => finding.rule === cap.rule)) ?? null;
}

function stateFor(score: number, findings: readonly Finding[]): Health["state"] {
  if (score < 50 || findings.some((finding) => finding.severity === "critical")) return "critical";
  return score < 80 || findings.some((finding) => finding.severity === "high") ? "warning" : "healthy";
}

/** Mean over what has data; at most 60 while anything critical is open. */
export function workspaceHealth(all: readonly Health[]): { score: number | null; state: Health["state"] } {
  const scores = all.map((one) => one.score).filter((score) => score !== null);
  if (scores.length === 0) return { score: null, state: "no_data" };
  const findings = all.flatMap((one) => one.findings);
  const mean = Math.round(scores.reduce((sum, score) => sum + score, 0) / scores.length);
  const isCritical = findings.some((finding) => finding.severity === "critical");
  const score = isCritical ? Math.min(60, mean) : mean;
  return { score, state: stateFor(score, findings) };
}
