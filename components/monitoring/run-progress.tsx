import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { Progress } from "@/components/ui/progress";
import { Spinner } from "@/components/ui/spinner";
import { Time } from "@/components/ui/time";
import { cn } from "@/lib/cn";
import type { RunObjectView, RunView } from "@/lib/domain/run/types";
import { toCount } from "@/lib/format/number";
import { toDuration } from "@/lib/format/time";
import { isOpenRun } from "./run-status";

function StateIcon({ state }: { state: RunObjectView["state"] }) {
  if (state === "running") return <Spinner className="size-4 text-accent-ink" label="Running" />;
  const Icon = state === "done" ? CircleCheck : state === "failed" ? CircleX : CircleDashed;
  const tone = state === "done" ? "text-good" : state === "failed" ? "text-bad" : "text-faint";
  return (
    <>
      <Icon aria-hidden className={cn("size-4 shrink-0", tone)} />
      <span className="sr-only">{state}</span>
    </>
  );
}

function changes(item: RunObjectView): string {
  const parts = [
    item.created ? `${toCount(item.created)} new` : null,
    item.updated ? `${toCount(item.updated)} changed` : null,
    item.unchanged ? `${toCount(item.unchanged)} the same` : null,
    item.deleted ? `${toCount(item.deleted)} gone` : null,
  ].filter(Boolean);
  return parts.length ? parts.join(", ") : item.state === "waiting" ? "Waiting its turn" : "Nothing yet";
}

export function RunObjects({ run }: { run: RunView }) {
  return (
    <ul className="divide-y">
      {run.objects.map((item) => (
        <li key={item.name} className="py-3 first:pt-0 last:pb-0">
          <div className="flex items-center gap-3">
            <StateIcon state={item.state} />
            <span className="flex-1 text-sm font-medium">{item.label}</span>
            <span className="tabular text-sm">
              {toCount(item.read)}
              {item.total === null ? null : <span className="text-muted"> of {toCount(item.total)}</span>}
            </span>
          </div>
          <Progress
            className="mt-2 ml-7"
            label={`${item.label} read`}
            value={
              item.state === "done"
                ? 1
                : item.state === "waiting"
                  ? 0
                  : item.total === null
                    ? null
                    : item.read
            }
            max={item.state === "done" || item.state === "waiting" ? 1 : (item.total ?? 0)}
            tone={item.state === "failed" ? "bad" : item.state === "done" ? "good" : "accent"}
          />
          <p className="mt-1.5 ml-7 text-sm text-muted">{item.error?.message ?? changes(item)}</p>
          {item.note ? <p className="mt-0.5 ml-7 text-sm">{item.note}</p> : null}
        </li>
      ))}
    </ul>
  );
}

/** The one line people watch: how many, how fast, how long still. */
export function RunHeadline({ run }: { run: RunView }) {
  const isOpen = isOpenRun(run);
  return (
    <div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="tabular text-2xl font-semibold tracking-tight">
          {toCount(run.totals.read)}
          <span className="ml-2 text-base font-normal text-muted">
            {run.totals.total === null ? "records read" : `of ${toCount(run.totals.total)} records read`}
          </span>
        </p>
        <p className="tabular text-sm text-muted" aria-live="polite">
          <RunPace run={run} />
        </p>
      </div>
      <Progress
        className="mt-3 h-2"
        label="Progress of the sync"
        value={isOpen ? run.percent : 100}
        max={100}
        tone={run.status === "failed" ? "bad" : run.status === "succeeded" ? "good" : "accent"}
      />
    </div>
  );
}

function RunPace({ run }: { run: RunView }) {
  if (run.waitingUntil && isOpenRun(run)) {
    return (
      <>
        The platform's limit is reached; it goes on <Time at={run.waitingUntil} />
      </>
    );
  }
  if (run.status === "queued") return <>Waiting to start</>;
  if (run.status === "running") {
    const rate = run.rowsPerSecond ? `${toCount(Math.round(run.rowsPerSecond))} per second` : "Starting";
    return <>{run.etaS === null ? rate : `${rate}, about ${toDuration(run.etaS * 1000)} left`}</>;
  }
  return <>{run.durationMs === null ? "" : `Took ${toDuration(run.durationMs)}`}</>;
}
