"use client";

import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { TimeChart } from "@/components/charts/time-chart";
import { Figure } from "@/components/integration/summary-strip";
import { buttonClass } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import { cn } from "@/lib/cn";
import type { HealthSummary, Traffic } from "@/lib/domain/monitoring/types";
import type { RunPage, RunView } from "@/lib/domain/run/types";
import { toCount, toPercent, toShortCount } from "@/lib/format/number";
import { toDuration } from "@/lib/format/time";
import { useLiveList, useLiveOne } from "@/lib/query/use-live-list";
import { LogList } from "./log-list";
import { RunRow } from "./run-list";

const ranges = [
  { value: "1", label: "1 h" },
  { value: "24", label: "24 h" },
  { value: "168", label: "7 days" },
  { value: "720", label: "30 days" },
] as const;

export interface DashboardProps {
  summary: HealthSummary;
  traffic: Traffic;
  running: RunPage;
}

export function Dashboard({ summary, traffic, running }: DashboardProps) {
  const [hours] = useQueryState(
    "hours",
    parseAsStringLiteral(ranges.map(({ value }) => value)).withDefault("24"),
  );
  const live = useLiveOne({ topic: "integrations", path: "summary", initial: summary }).data ?? summary;
  const flow =
    useLiveOne({ topic: "runs", path: "traffic", query: { hours }, initial: traffic, fastMs: 10_000 }).data ??
    traffic;
  return (
    <div className="flex flex-col gap-6">
      <Kpis summary={live} traffic={flow} />
      <div className="flex items-center justify-between gap-4">
        <h2 className="text-lg font-semibold">Traffic to the platforms</h2>
        <RangePicker />
      </div>
      <Charts traffic={flow} />
      <div className="grid gap-6 lg:grid-cols-2">
        <RunningNow initial={running} />
        <Card className="min-w-0">
          <CardHead
            title="Latest from the log"
            action={<MoreLink href="/integrations/monitor/logs" text="All logs" />}
          />
          <div
            className="max-h-96 overflow-y-auto border-t"
            tabIndex={0}
            role="region"
            aria-label="Latest log lines"
          >
            <LogList compact />
          </div>
        </Card>
      </div>
    </div>
  );
}

function MoreLink({ href, text }: { href: string; text: string }) {
  return (
    <Link href={href} className="text-sm text-accent-ink hover:underline">
      {text}
    </Link>
  );
}

function Kpis({ summary, traffic }: { summary: HealthSummary; traffic: Traffic }) {
  return (
    <Card aria-label="Key figures">
      <dl className="grid grid-cols-2 sm:grid-cols-3 lg:grid-cols-6 lg:divide-x">
        <Figure label="Health" value={summary.score ?? "–"} note="of 100" href="/integrations" />
        <Figure
          label="Running"
          value={toCount(summary.runsRunning)}
          note="syncs now"
          href="/integrations/monitor/runs?status=running"
        />
        <Figure
          label="Done, 24 h"
          value={toCount(summary.runsSucceeded24h)}
          note={`${toCount(summary.runsFailed24h)} failed`}
          href="/integrations/monitor/runs"
        />
        <Figure
          label="Calls"
          value={toShortCount(traffic.calls)}
          note="in this time"
          href="/integrations/monitor/calls"
        />
        <Figure
          label="Error rate"
          value={toPercent(traffic.failed, traffic.calls)}
          note={`${toCount(traffic.failed)} failed`}
          href="/integrations/monitor/calls?outcome=failed"
        />
        <Figure
          label="Latency p95"
          value={traffic.p95Ms === null ? "–" : toDuration(traffic.p95Ms)}
          note={traffic.p50Ms === null ? "no calls" : `half under ${toDuration(traffic.p50Ms)}`}
        />
      </dl>
    </Card>
  );
}

function RangePicker() {
  const [hours, setHours] = useQueryState(
    "hours",
    parseAsStringLiteral(ranges.map(({ value }) => value)).withDefault("24"),
  );
  return (
    <fieldset className="flex rounded-lg border bg-surface p-0.5">
      <legend className="sr-only">Time range</legend>
      {ranges.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={hours === value}
          onClick={() => void setHours(value)}
          className={cn(buttonClass("quiet", "sm"), hours === value && "bg-hover text-ink")}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}

function Charts({ traffic }: { traffic: Traffic }) {
  const rows = traffic.points.map((point) => ({
    at: point.at,
    ok: point.calls - point.failed,
    failed: point.failed,
    p50: point.p50Ms,
    p95: point.p95Ms,
  }));
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Card className="min-w-0 px-5 pb-4">
        <CardHead title="Calls" note={`Every ${toDuration(traffic.bucketMinutes * 60_000)}`} level={3} bare />
        <TimeChart
          kind="area"
          rows={rows}
          unit="calls"
          series={[
            { key: "ok", label: "Succeeded", color: "chart-1" },
            { key: "failed", label: "Failed", color: "chart-3" },
          ]}
          summary={`${traffic.calls} calls, ${traffic.failed} of them failed.`}
        />
      </Card>
      <Card className="min-w-0 px-5 pb-4">
        <CardHead title="Latency" note="How long platforms take to answer" level={3} bare />
        <TimeChart
          kind="line"
          rows={rows}
          unit="ms"
          series={[
            { key: "p50", label: "Half are faster (p50)", color: "chart-1" },
            { key: "p95", label: "95 % are faster (p95)", color: "chart-2", dashed: true },
          ]}
          summary={traffic.p50Ms === null ? "No calls." : `p50 ${traffic.p50Ms} ms, p95 ${traffic.p95Ms} ms.`}
        />
      </Card>
    </div>
  );
}

function RunningNow({ initial }: { initial: RunPage }) {
  const list = useLiveList<RunView>({ topic: "runs", path: "runs", query: { limit: 6 }, initial });
  return (
    <Card className="min-w-0">
      <CardHead title="Latest runs" action={<MoreLink href="/integrations/monitor/runs" text="All runs" />} />
      {list.items.length ? (
        <ul className="divide-y border-t">
          {list.items.slice(0, 6).map((run) => (
            <RunRow key={run.id} run={run} compact={false} />
          ))}
        </ul>
      ) : (
        <p className="border-t px-5 py-8 text-center text-sm text-muted">No sync has run yet.</p>
      )}
    </Card>
  );
}
