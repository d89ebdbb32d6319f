import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import type { HealthSummary } from "@/lib/domain/monitoring/types";
import { toCount, toPlural, toShortCount } from "@/lib/format/number";
import { healthFace, ScoreRing } from "./score";

export interface FigureProps {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  href?: string;
}

export function Figure({ label, value, note, href }: FigureProps) {
  const body = (
    <>
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="tabular mt-1 text-xl font-semibold tracking-tight">{value}</dd>
      {note ? <dd className="mt-0.5 text-xs text-muted">{note}</dd> : null}
    </>
  );
  const box = "flex-1 basis-36 px-5 py-4";
  return href ? (
    <div className={cn(box, "relative hover:bg-hover/50")}>
      {body}
      <dd>
        <Link href={href} className="absolute inset-0" aria-label={`${label}: open`} />
      </dd>
    </div>
  ) : (
    <div className={box}>{body}</div>
  );
}

/** Why the workspace has this score, in one sentence. */
function reason(summary: HealthSummary): string {
  if (summary.score === null) return "The first score comes with the first sync.";
  const worst = summary.attention[0];
  if (!worst) return "Every integration is in good order.";
  const others = summary.attention.length - 1;
  const more = others > 0 ? ` and ${toPlural(others, "more finding")}` : "";
  return `${worst.integrationName}: ${worst.title.charAt(0).toLowerCase()}${worst.title.slice(1)}${more}.`;
}

/** "1 need help, 2 paused" */
function notWorking({ counts }: HealthSummary): string {
  const down = counts.needs_reconnect + counts.error + counts.quarantined;
  const parts = [
    down ? `${toCount(down)} need help` : null,
    counts.paused ? `${toCount(counts.paused)} paused` : null,
    counts.pending ? `${toCount(counts.pending)} not finished` : null,
  ].filter(Boolean);
  return parts.length ? parts.join(", ") : "All of them work";
}

function Of({ value, rest }: { value: number; rest: string }) {
  return (
    <>
      {toCount(value)}
      <span className="text-lg font-normal text-muted"> {rest}</span>
    </>
  );
}

export function SummaryStrip({ summary }: { summary: HealthSummary }) {
  const face = healthFace(summary.state);
  const { connected, refreshing } = summary.counts;
  return (
    <section
      aria-label="Workspace health"
      className="overflow-hidden rounded-xl border bg-surface shadow-card lg:flex lg:divide-x"
    >
      <div className="flex items-center gap-4 px-5 py-4 max-lg:border-b lg:w-80 lg:shrink-0">
        <ScoreRing score={summary.score} state={summary.state} size="lg" />
        <div className="min-w-0">
          <h2 className="text-sm text-muted">Workspace health</h2>
          <p className={cn("text-lg font-semibold", face.text)}>{face.label}</p>
          <p className="line-clamp-3 text-sm text-muted">{reason(summary)}</p>
        </div>
      </div>
      <dl className="grid flex-1 grid-cols-2 sm:grid-cols-4 sm:divide-x">
        <Figure
          label="Connected"
          value={<Of value={connected + refreshing} rest={`of ${toCount(summary.total)}`} />}
          note={notWorking(summary)}
        />
        <Figure
          label="Runs"
          href="/integrations/monitor/runs"
          value={<Of value={summary.runsRunning} rest="running" />}
          note={`24 h: ${toCount(summary.runsSucceeded24h)} done, ${toCount(summary.runsFailed24h)} failed`}
        />
        <Figure
          label="Calls today"
          href="/integrations/monitor/calls"
          value={toShortCount(summary.callsToday)}
          note={summary.failedCallsToday ? `${toCount(summary.failedCallsToday)} failed` : "None failed"}
        />
        <Figure
          label="Records in step"
          value={toShortCount(summary.recordsTotal)}
          note="Across all platforms"
        />
      </dl>
    </section>
  );
}
