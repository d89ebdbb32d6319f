"use client";

import { History } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { ConnectorLogo } from "@/components/integration/connector-logo";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { Progress } from "@/components/ui/progress";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { cn } from "@/lib/cn";
import type { RunPage, RunView } from "@/lib/domain/run/types";
import { toCount, toPlural } from "@/lib/format/number";
import { toDuration } from "@/lib/format/time";
import { useLiveList } from "@/lib/query/use-live-list";
import { isOpenRun, RunStatusBadge, triggerWords } from "./run-status";

export interface RunListProps {
  integrationId?: string;
  initial?: RunPage;
  compact?: boolean;
}

export function RunList({ integrationId, initial, compact }: RunListProps) {
  const [filter] = useQueryStates({
    status: parseAsString.withDefault(""),
    integration: parseAsString.withDefault(""),
  });
  const query = compact
    ? { integrationId, limit: 5 }
    : { integrationId: integrationId ?? filter.integration, status: filter.status, limit: 25 };
  const list = useLiveList<RunView>({ topic: "runs", path: "runs", query, ...(initial ? { initial } : {}) });
  if (list.isPending) return <SkeletonRows label="Loading runs" rows={compact ? 3 : 8} />;
  if (list.isError && list.items.length === 0) {
    return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  }
  if (list.items.length === 0) {
    const isFiltered = !compact && Boolean(filter.status || filter.integration);
    return compact ? (
      <p className="text-sm text-muted">No sync has run yet.</p>
    ) : (
      <EmptyState icon={History} title={isFiltered ? "No run fits these filters" : "No sync has run yet"}>
        {isFiltered
          ? "Choose another status or integration."
          : "Runs appear here as soon as an integration syncs."}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={cn("divide-y", compact && "rounded-lg border")}>
        {list.items.map((run) => (
          <RunRow key={run.id} run={run} compact={compact ?? false} />
        ))}
      </ul>
      {compact ? null : <LoadMore list={list} shown={`${toPlural(list.items.length, "run")} shown`} />}
    </>
  );
}

function outcome(run: RunView): string {
  if (run.error) return run.error.message;
  const { created, updated, deleted, read } = run.totals;
  if (isOpenRun(run)) return `${toCount(read)} read so far`;
  if (created + updated + deleted === 0) return `${toCount(read)} read, nothing changed`;
  return [
    created ? `${toCount(created)} new` : null,
    updated ? `${toCount(updated)} changed` : null,
    deleted ? `${toCount(deleted)} gone` : null,
  ]
    .filter(Boolean)
    .join(", ");
}

export function RunRow({ run, compact }: { run: RunView; compact: boolean }) {
  return (
    <li className="@container">
      <Link
        href={`/integrations/monitor/runs/${run.id}`}
        data-row
        className={cn(
          "flex items-center gap-x-4 gap-y-1 py-3 hover:bg-hover/60 focus-visible:-outline-offset-2",
          compact ? "px-3" : "px-4 sm:px-5",
        )}
      >
        {compact ? null : <ConnectorLogo slug={run.connector} />}
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            {compact ? null : <span className="truncate text-base font-medium">{run.integrationName}</span>}
            <RunStatusBadge run={run} />
          </span>
          <span className="mt-0.5 block truncate text-sm text-muted">{outcome(run)}</span>
          {isOpenRun(run) ? (
            <Progress
              className="mt-1.5 max-w-sm"
              value={run.percent}
              max={100}
              label="Progress of the sync"
            />
          ) : null}
        </span>
        {compact ? null : (
          <span className="hidden w-36 shrink-0 text-sm text-muted @2xl:block">
            {triggerWords[run.trigger]}
          </span>
        )}
        <span className="tabular w-24 shrink-0 text-right text-sm">
          <Time at={run.startedAt ?? run.createdAt} className="block" />
          <span className="block text-muted">
            {run.durationMs === null ? "" : toDuration(run.durationMs)}
          </span>
        </span>
      </Link>
    </li>
  );
}
