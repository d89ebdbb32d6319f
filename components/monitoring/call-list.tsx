"use client";

import { ArrowLeftRight, CircleCheck, CircleX } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { cn } from "@/lib/cn";
import type { CallView } from "@/lib/domain/usage/types";
import { toPlural } from "@/lib/format/number";
import { toDuration } from "@/lib/format/time";
import { useLiveList } from "@/lib/query/use-live-list";

export function CallList() {
  const [filter] = useQueryStates({
    q: parseAsString.withDefault(""),
    outcome: parseAsString.withDefault(""),
    integration: parseAsString.withDefault(""),
  });
  const list = useLiveList<CallView>({
    topic: "logs",
    path: "calls",
    query: { q: filter.q, outcome: filter.outcome, integrationId: filter.integration, limit: 50 },
  });
  if (list.isPending) return <SkeletonRows label="Loading calls" />;
  if (list.isError && list.items.length === 0) {
    return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  }
  if (list.items.length === 0) {
    const isFiltered = Boolean(filter.q || filter.outcome || filter.integration);
    return (
      <EmptyState icon={ArrowLeftRight} title={isFiltered ? "No call fits these filters" : "No calls yet"}>
        {isFiltered ? null : "Every request to a platform is listed here, without its secrets."}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="divide-y sm:hidden">
        {list.items.map((call) => (
          <CallCard key={call.id} call={call} />
        ))}
      </ul>
      <CallTable calls={list.items} />
      <LoadMore list={list} shown={`${toPlural(list.items.length, "call")} shown`} />
    </>
  );
}

function Outcome({ call }: { call: CallView }) {
  const Icon = call.failureKind ? CircleX : CircleCheck;
  return (
    <span className={cn("inline-flex items-center gap-1.5", call.failureKind ? "text-bad" : "text-good")}>
      <Icon aria-hidden className="size-3.5" />
      <span className="tabular">{call.status ?? "No answer"}</span>
      <span className="sr-only">{call.failureKind ? "failed" : "succeeded"}</span>
    </span>
  );
}

function CallTable({ calls }: { calls: readonly CallView[] }) {
  return (
    <div className="hidden sm:block">
      <Table label="Calls to platforms">
        <thead>
          <tr>
            <Th>When</Th>
            <Th>Integration</Th>
            <Th>Operation</Th>
            <Th>Answer</Th>
            <Th className="text-right">Took</Th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <Tr key={call.id}>
              <Td className="whitespace-nowrap text-muted">
                <Time at={call.at} />
              </Td>
              <Td className="max-w-48 truncate">
                <Link href={`/integrations?open=${call.integrationId}`} className="hover:underline">
                  {call.integrationName ?? call.connector}
                </Link>
              </Td>
              <Td className="max-w-80">
                <span className="block truncate font-medium">{call.operation}</span>
                <span
                  className="block truncate font-mono text-xs text-muted"
                  title={`${call.method} ${call.host}${call.path}`}
                >
                  {call.method} {call.path}
                </span>
              </Td>
              <Td>
                <Outcome call={call} />
                {call.failureKind ? (
                  <span className="block text-xs text-muted">{call.failureKind.replaceAll("_", " ")}</span>
                ) : null}
              </Td>
              <Td className="text-right whitespace-nowrap">{toDuration(call.ms)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function CallCard({ call }: { call: CallView }) {
  return (
    <li className="px-4 py-2.5 text-sm">
      <div className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate font-medium">{call.operation}</span>
        <Outcome call={call} />
      </div>
      <div className="flex items-baseline justify-between gap-3 text-muted">
        <span className="min-w-0 truncate">
          {call.integrationName ?? call.connector}, <Time at={call.at} />
        </span>
        <span className="tabular shrink-0">{toDuration(call.ms)}</span>
      </div>
    </li>
  );
}
