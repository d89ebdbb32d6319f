import type { QuotaUse } from "../../integration/types";
import type { HealthFacts } from "../facts";
import type { Finding } from "../types";
import { type Assessment, finding, percent, scored, unscored } from "./finding";

export function assessSyncSuccess({ runs, readsObjects }: HealthFacts): Assessment {
  const name = "sync_success";
  if (!readsObjects) {
    return { metric: unscored(name, "not_applicable", "Nothing is synced from here."), findings: [] };
  }
  const [last] = runs;
  if (!last) return { metric: unscored(name, "no_data", "No sync has finished yet."), findings: [] };
  const good = runs.filter((run) => run.succeeded).length;
  const share = good / runs.length;
  const detail = `${good} of the last ${runs.length} syncs succeeded.`;
  const metric = scored(name, share * 100, detail);
  const failedInARow = runs.findIndex((run) => run.succeeded);
  const streak = failedInARow === -1 ? runs.length : failedInARow;
  if (streak >= 3) return { metric, findings: [failing("critical", streak, last.message)] };
  if (streak > 0) return { metric, findings: [failing("high", streak, last.message)] };
  if (runs.length >= 5 && share < 0.9) {
    const often = finding(name, "sync.often_fails", "medium", {
      title: "Syncs fail now and then",
      detail,
      fix: "test",
      text: "Test the connection; the runs show what failed.",
    });
    return { metric, findings: [often] };
  }
  return { metric, findings: [] };
}

function failing(severity: "critical" | "high", streak: number, message: string | null): Finding {
  return finding("sync_success", "sync.failing", severity, {
    title: streak === 1 ? "The last sync failed" : `The last ${streak} syncs failed`,
    detail: message ?? "The run shows why.",
    fix: "sync",
    text: "Correct what the run names, then sync again.",
  });
}

/** Short windows fill and empty all the time; only what lasts is told. */
const lasting = /hour|day|daily|month/i;

export function assessQuota({ quotas }: HealthFacts): Assessment {
  const name = "quota_headroom";
  const known = quotas.filter((one) => one.limit > 0 && lasting.test(one.window));
  const [tightest] = [...known].sort((a, b) => b.used / b.limit - a.used / a.limit);
  if (!tightest) return { metric: unscored(name, "no_data", "No calls counted yet."), findings: [] };
  const share = tightest.used / tightest.limit;
  const detail = `${tightest.used} of ${tightest.limit} calls per ${tightest.window} are used (${percent(share)}).`;
  const severity = share >= 0.98 ? "high" : share >= 0.8 ? "medium" : null;
  const findings = severity ? [nearlyUsedUp(severity, tightest, detail)] : [];
  return { metric: scored(name, share < 0.8 ? 100 : 100 - (share - 0.8) * 400, detail), findings };
}

function nearlyUsedUp(severity: "high" | "medium", quota: QuotaUse, detail: string): Finding {
  return finding("quota_headroom", "quota.low", severity, {
    title:
      severity === "high"
        ? `The limit per ${quota.window} is used up`
        : `The limit per ${quota.window} runs low`,
    detail: quota.resetsAt ? `${detail} It starts anew at ${quota.resetsAt}.` : detail,
    fix: "configure",
    text: "Raise the limit in the settings if the platform allows it, or sync less often.",
  });
}

const minuteMs = 60_000;

export function assessFreshness(facts: HealthFacts, now: Date): Assessment {
  const name = "freshness";
  const { sync } = facts;
  const wanted = facts.readsObjects && sync.autoSync && sync.syncOnSchedule;
  if (!wanted || facts.status === "paused") {
    return { metric: unscored(name, "not_applicable", "No sync is planned."), findings: [] };
  }
  if (facts.status === "pending") {
    return { metric: unscored(name, "no_data", "Not connected yet."), findings: [] };
  }
  const intervalMs = sync.syncInterval * minuteMs;
  if (!facts.lastSyncAt) return neverSynced(facts, now, intervalMs);
  const ageMs = now.getTime() - facts.lastSyncAt.getTime();
  const detail = `Last synced ${span(ageMs)} ago; planned every ${span(intervalMs)}.`;
  const late = ageMs - intervalMs;
  const isStale = late > 2 * intervalMs + 15 * minuteMs;
  const score = late <= 5 * minuteMs ? 100 : 100 - (late / (3 * intervalMs)) * 100;
  if (!isStale) return { metric: scored(name, Math.max(score, 60), detail), findings: [] };
  const stale = finding(name, "freshness.stale", ageMs > 24 * 60 * minuteMs ? "critical" : "high", {
    title: "The data is out of date",
    detail,
    fix: "sync",
    text: "Start a sync now; if it fails, the run says why.",
  });
  return { metric: scored(name, Math.min(score, 50), detail), findings: [stale] };
}

function neverSynced(facts: HealthFacts, now: Date, intervalMs: number): Assessment {
  const name = "freshness";
  const waitedMs = now.getTime() - facts.statusSince.getTime();
  if (facts.activeRunId || waitedMs < Math.max(intervalMs, 30 * minuteMs)) {
    return { metric: unscored(name, "no_data", "The first sync has not finished yet."), findings: [] };
  }
  const detail = `Connected ${span(waitedMs)} ago, and nothing was synced since.`;
  const nothing = finding(name, "freshness.nothing_synced", "critical", {
    title: "Nothing was ever synced",
    detail,
    fix: "sync",
    text: "Start a sync now; if it fails, the run says why.",
  });
  return { metric: scored(name, 0, detail), findings: [nothing] };
}

function span(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / minuteMs));
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
