"use client";

import { Database, Download, Trash2 } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { buttonClass } from "@/components/ui/button";
import { Drawer } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Facts } from "@/components/ui/facts";
import { SearchFilter } from "@/components/ui/filters";
import { LoadMore } from "@/components/ui/load-more";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { cn } from "@/lib/cn";
import type { RecordCount, RecordView } from "@/lib/domain/record/types";
import { toCount, toPlural } from "@/lib/format/number";
import { useLiveList, useLiveOne } from "@/lib/query/use-live-list";

export interface RecordListProps {
  integrationId: string;
  objects: readonly { name: string; label: string }[];
  compact?: boolean;
}

export function RecordList({ integrationId, objects, compact = false }: RecordListProps) {
  const [filter, setFilter] = useQueryStates({ object: parseAsString, q: parseAsString.withDefault("") });
  const [shown, setShown] = useState<RecordView | null>(null);
  const path = `integrations/${integrationId}`;
  // The address may still name an object of another integration.
  const object = (objects.find(({ name }) => name === filter.object) ?? objects[0])?.name ?? "";
  const counts = useLiveOne<RecordCount[]>({ topic: "records", path: `${path}/record-counts` });
  const list = useLiveList<RecordView>({
    topic: "records",
    path: `${path}/records`,
    query: { object, q: compact ? "" : filter.q, limit: compact ? 15 : 50 },
  });
  const total = counts.data?.find((count) => count.object === object);
  return (
    <div>
      <div
        className={cn("flex flex-wrap items-center gap-2", compact ? "pb-3" : "border-b px-4 py-3 sm:px-5")}
      >
        <Select
          dense
          aria-label="Kind of record"
          value={object}
          onChange={(event) => void setFilter({ object: event.target.value })}
          options={objects.map(({ name, label }) => ({
            value: name,
            label: withCount(label, counts.data, name),
          }))}
        />
        {compact ? null : <RecordTools path={path} object={object} q={filter.q} />}
      </div>
      <RecordRows
        list={list}
        onOpen={setShown}
        compact={compact}
        isFiltered={!compact && Boolean(filter.q)}
      />
      {list.items.length ? (
        <LoadMore
          list={list}
          shown={total ? `${toCount(list.items.length)} of ${toPlural(total.count, "record")}` : ""}
        />
      ) : null}
      <RecordDrawer record={shown} onClose={() => setShown(null)} />
    </div>
  );
}

function RecordTools({ path, object, q }: { path: string; object: string; q: string }) {
  return (
    <>
      <SearchFilter label="Search records" />
      <a
        className={cn(buttonClass("secondary"), "ml-auto")}
        href={`/api/live/${path}/records/csv?${new URLSearchParams({ object, q })}`}
      >
        <Download aria-hidden className="size-3.5" /> CSV
      </a>
    </>
  );
}

function withCount(label: string, counts: RecordCount[] | undefined, name: string): string {
  const found = counts?.find(({ object }) => object === name);
  return found ? `${label} (${toCount(found.count)})` : label;
}

interface RecordRowsProps {
  list: ReturnType<typeof useLiveList<RecordView>>;
  onOpen: (record: RecordView) => void;
  compact: boolean;
  isFiltered: boolean;
}

function RecordRows({ list, onOpen, compact, isFiltered }: RecordRowsProps) {
  if (list.isPending) return <SkeletonRows label="Loading records" />;
  if (list.isError && list.items.length === 0) {
    return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  }
  if (list.items.length === 0) {
    return (
      <EmptyState icon={Database} title={isFiltered ? "No record fits this search" : "No records yet"}>
        {isFiltered ? "Search looks at the name and the id." : "They appear here while the first sync runs."}
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y">
      {list.items.map((record) => (
        <li key={`${record.object}-${record.externalId}`}>
          <button
            type="button"
            data-row
            onClick={() => onOpen(record)}
            className={cn(
              "flex w-full items-center gap-4 py-2.5 text-left text-sm hover:bg-hover/60 focus-visible:-outline-offset-2",
              compact ? "px-1" : "px-4 sm:px-5",
            )}
          >
            <span className="min-w-0 flex-1 truncate font-medium">{record.title ?? record.externalId}</span>
            {record.deletedAt ? <Badge icon={Trash2}>Gone at the platform</Badge> : null}
            <span className="hidden max-w-40 truncate font-mono text-xs text-muted sm:block">
              {record.externalId}
            </span>
            <Time at={record.changedAt} className="w-24 shrink-0 text-right text-muted" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function show(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function RecordDrawer({ record, onClose }: { record: RecordView | null; onClose: () => void }) {
  return (
    <Drawer
      open={record !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={record?.title ?? record?.externalId ?? "Record"}
      description={record ? `${record.object}, id ${record.externalId}` : undefined}
    >
      {record ? (
        <div className="px-5 py-4">
          <Facts
            facts={[
              ...Object.entries(record.data).map(([key, value]) => ({ label: key, value: show(value) })),
              record.externalUpdatedAt
                ? { label: "Changed at the platform", value: <Time at={record.externalUpdatedAt} /> }
                : null,
              { label: "First seen here", value: <Time at={record.firstSeenAt} /> },
              { label: "Last changed here", value: <Time at={record.changedAt} /> },
              record.deletedAt ? { label: "Gone since", value: <Time at={record.deletedAt} /> } : null,
            ]}
          />
        </div>
      ) : null}
    </Drawer>
  );
}
