"use client";

import { ArrowUp, Bug, CircleX, Info, type LucideIcon, Pause, ScrollText, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { LocalTime } from "@/components/ui/time";
import type { LogLevel } from "@/drizzle/schema/enums";
import { cn } from "@/lib/cn";
import type { LogPage, LogView } from "@/lib/domain/log/types";
import { toPlural } from "@/lib/format/number";
import { toClock, toDay } from "@/lib/format/time";
import { useLiveList } from "@/lib/query/use-live-list";

export const levelFaces: Record<LogLevel, { label: string; icon: LucideIcon; tone: string }> = {
  debug: { label: "Detail", icon: Bug, tone: "text-faint" },
  info: { label: "Info", icon: Info, tone: "text-muted" },
  warn: { label: "Warning", icon: TriangleAlert, tone: "text-warn" },
  error: { label: "Error", icon: CircleX, tone: "text-bad" },
};

export interface LogListProps {
  integrationId?: string;
  runId?: string;
  initial?: LogPage;
  /** Without filters from the address. */
  compact?: boolean;
}

export function LogList({ integrationId, runId, initial, compact }: LogListProps) {
  const [filter] = useQueryStates({
    level: parseAsString.withDefault(""),
    integration: parseAsString.withDefault(""),
    q: parseAsString.withDefault(""),
  });
  const query = compact
    ? { integrationId, runId, limit: 30 }
    : { integrationId: integrationId ?? filter.integration, level: filter.level, q: filter.q, limit: 50 };
  const list = useLiveList<LogView>({ topic: "logs", path: "logs", query, ...(initial ? { initial } : {}) });
  const follow = useFollow(list.items);
  if (list.isPending) return <SkeletonRows label="Loading the log" />;
  if (list.isError && list.items.length === 0) {
    return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  }
  if (list.items.length === 0) {
    return (
      <EmptyState icon={ScrollText} title="Nothing in the log" className={compact ? "py-8" : ""}>
        {filter.q || filter.level || filter.integration
          ? "No line fits these filters."
          : "What integrations do is written here, line by line, while it happens."}
      </EmptyState>
    );
  }
  return (
    <div className="@container">
      <FollowBar follow={follow} compact={compact ?? false} />
      <ol className="divide-y" aria-label="Log, newest first">
        {follow.shown.map((line) => (
          <LogLine key={line.id} line={line} compact={compact ?? false} />
        ))}
      </ol>
      <LoadMore list={list} shown={`${toPlural(follow.shown.length, "line")} shown`} />
    </div>
  );
}

interface Follow {
  shown: LogView[];
  waiting: number;
  isFollowing: boolean;
  toggle: () => void;
}

/** Paused, the list stays where it is and counts what came meanwhile. */
function useFollow(items: LogView[]): Follow {
  const [heldAt, setHeldAt] = useState<string | null>(null);
  const at = heldAt === null ? 0 : items.findIndex(({ id }) => id === heldAt);
  const waiting = at === -1 ? items.length : at;
  return {
    shown: waiting > 0 && at !== -1 ? items.slice(at) : items,
    waiting,
    isFollowing: heldAt === null,
    toggle: () => setHeldAt(heldAt === null ? (items[0]?.id ?? null) : null),
  };
}

function FollowBar({ follow, compact }: { follow: Follow; compact: boolean }) {
  return (
    <div
      className={cn(
        "flex items-center justify-between gap-3 border-b bg-sunken py-1.5",
        compact ? "px-4" : "px-4 sm:px-5",
      )}
    >
      <span className="text-xs text-muted" aria-live="polite">
        {follow.isFollowing
          ? "Following, newest first"
          : `Held still, ${toPlural(follow.waiting, "new line")} waiting`}
      </span>
      <Button size="sm" variant="quiet" onClick={follow.toggle}>
        {follow.isFollowing ? (
          <>
            <Pause aria-hidden className="size-3.5" /> Hold
          </>
        ) : (
          <>
            <ArrowUp aria-hidden className="size-3.5" /> Follow again
          </>
        )}
      </Button>
    </div>
  );
}

function LogLine({ line, compact }: { line: LogView; compact: boolean }) {
  const { label, icon: Icon, tone } = levelFaces[line.level];
  const detail = line.detail && Object.keys(line.detail).length > 0 ? line.detail : null;
  return (
    <li
      className={cn(
        "grid grid-cols-[auto_auto_1fr] gap-x-3 gap-y-0.5 px-4 py-2 text-sm",
        "@lg:grid-cols-[4rem_5.5rem_minmax(0,1fr)_auto] @lg:px-5",
      )}
    >
      <span className="text-muted" title={toDay(line.at)}>
        <LocalTime at={line.at} format={toClock} />
      </span>
      <span className={cn("inline-flex items-center gap-1.5", tone)}>
        <Icon aria-hidden className="size-3.5" /> {label}
      </span>
      <span className="@lg:hidden" />
      <div className="col-span-3 min-w-0 @lg:col-span-1">
        <p className="break-words">{line.message}</p>
        {detail ? (
          <details>
            <summary className="inline-flex min-h-6 items-center text-xs text-muted hover:text-ink">
              Details
            </summary>
            <pre className="mt-1 overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs">
              {JSON.stringify(detail, null, 2)}
            </pre>
          </details>
        ) : null}
      </div>
      {compact ? null : <LogLinks line={line} />}
    </li>
  );
}

function LogLinks({ line }: { line: LogView }) {
  return (
    <span className="col-span-3 flex shrink-0 gap-3 text-muted @lg:col-span-1">
      {line.integrationId && line.integrationName ? (
        <Link href={`/integrations?open=${line.integrationId}`} className="hover:text-ink hover:underline">
          {line.integrationName}
        </Link>
      ) : null}
      {line.runId ? (
        <Link href={`/integrations/monitor/runs/${line.runId}`} className="hover:text-ink hover:underline">
          Run
        </Link>
      ) : null}
    </span>
  );
}
