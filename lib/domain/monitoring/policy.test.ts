import { expect, test } from "vitest";
import { defaultSettings } from "../integration/schema";
import type { HealthFacts } from "./facts";
import { assess, workspaceHealth } from "./policy";
import { healthMetricNames } from "./types";

const now = new Date("2026-05-01T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const run = (succeeded: boolean, minutes: number) => ({
  succeeded,
  endedAt: ago(minutes),
  message: succeeded ? null : "The platform did not answer.",
});

function facts(change: Partial<HealthFacts> = {}): HealthFacts {
  return {
    status: "connected",
    statusReason: null,
    statusSince: ago(3000),
    createdAt: ago(3000),
    displayName: "HubSpot",
    lastTest: { ok: true, at: ago(10).toISOString(), totalMs: 20, layers: [] },
    sync: defaultSettings.sync,
    readsObjects: true,
    config: {},
    isSandbox: false,
    missingScopes: [],
    refreshRefusedDays: 0,
    accessEnded: false,
    calls24h: { total: 200, failed: 0, rateLimited: 0 },
    runs: [run(true, 30), run(true, 90)],
    lastSyncAt: ago(30),
    activeRunId: null,
    quotas: [{ window: "day", limit: 10_000, used: 200, resetsAt: null }],
    ...change,
  };
}

const rules = (change: Partial<HealthFacts>) => assess(facts(change), now).findings.map((one) => one.rule);

test("a working integration has 100 points and all seven metrics", () => {
  const health = assess(facts(), now);
  expect(health).toMatchObject({ score: 100, state: "healthy", capReason: null, findings: [] });
  expect(health.metrics.map((metric) => metric.name)).toEqual([...healthMetricNames]);
  expect(health.metrics.every((metric) => metric.detail.length > 0)).toBe(true);
});

test("what was never tried has no score instead of a perfect one", () => {
  const fresh = {
    lastTest: null,
    runs: [],
    calls24h: { total: 0, failed: 0, rateLimited: 0 },
    lastSyncAt: null,
  };
  expect(assess(facts({ ...fresh, status: "pending" }), now)).toMatchObject({
    score: null,
    state: "no_data",
  });
  expect(assess(facts({ ...fresh, statusSince: ago(1) }), now)).toMatchObject({
    score: null,
    state: "no_data",
  });
});

test("broken access is capped at 30 although all else is well", () => {
  const health = assess(facts({ status: "needs_reconnect", statusReason: "Access was revoked." }), now);
  expect(health).toMatchObject({ score: 30, state: "critical" });
  expect(health.capReason).toContain("30");
  expect(health.findings[0]).toMatchObject({
    rule: "auth.broken",
    points: 25,
    detail: "Access was revoked.",
    fix: { kind: "reconnect" },
  });
});

test("nothing ever synced is capped at 40 once it should have been", () => {
  const never = { runs: [], lastSyncAt: null };
  expect(assess(facts({ ...never, statusSince: ago(20) }), now).score).toBe(100);
  expect(assess(facts({ ...never, statusSince: ago(200) }), now)).toMatchObject({
    score: 40,
    state: "critical",
  });
  expect(rules({ ...never, statusSince: ago(200), activeRunId: "run" })).toEqual([]);
  expect(
    rules({ ...never, statusSince: ago(200), sync: { ...defaultSettings.sync, autoSync: false } }),
  ).toEqual([]);
});

test("points add up by severity, and every one has a fix", () => {
  const health = assess(
    facts({
      runs: [run(false, 5), run(true, 65)],
      calls24h: { total: 100, failed: 6, rateLimited: 0 },
      missingScopes: [{ text: "Read deals", required: false }],
    }),
    now,
  );
  expect(health.findings.map(({ rule, points }) => [rule, points])).toEqual([
    ["sync.failing", 12],
    ["errors.rate", 5],
    ["config.missing_scope", 2],
  ]);
  expect(health.score).toBe(100 - 19);
  expect(health.findings.every((one) => one.fix.label && one.fix.text)).toBe(true);
});

test.each([
  [{ runs: [run(false, 1), run(false, 61), run(false, 121)] }, ["sync.failing"]],
  [{ calls24h: { total: 9, failed: 9, rateLimited: 0 } }, []],
  [{ calls24h: { total: 100, failed: 0, rateLimited: 6 } }, ["errors.rate_limited"]],
  [{ quotas: [{ window: "day", limit: 100, used: 99, resetsAt: null }] }, ["quota.low"]],
  [{ quotas: [{ window: "minute", limit: 100, used: 100, resetsAt: null }] }, []],
  [{ lastSyncAt: ago(300), runs: [run(true, 300)] }, ["freshness.stale"]],
  [{ status: "paused" as const, lastSyncAt: ago(3000) }, ["config.paused"]],
  [{ refreshRefusedDays: 2 }, ["auth.renewal_refused"]],
  [{ config: { siteUrl: "http://blog.example.com" } }, ["config.plain_http"]],
  [{ config: { siteUrl: "http://127.0.0.1:8080" } }, []],
  [{ readsObjects: false, runs: [], lastSyncAt: null }, []],
])("thresholds %#", (change, expected) => {
  expect(rules(change)).toEqual(expected);
});

test("the workspace is the mean of what has data, at most 60 while something is critical", () => {
  const good = assess(facts(), now);
  const unknown = assess(facts({ status: "pending" }), now);
  const broken = assess(facts({ status: "needs_reconnect" }), now);
  expect(workspaceHealth([unknown])).toEqual({ score: null, state: "no_data" });
  expect(workspaceHealth([good, unknown])).toEqual({ score: 100, state: "healthy" });
  expect(workspaceHealth([good, good, good, broken])).toEqual({ score: 60, state: "critical" });
});
