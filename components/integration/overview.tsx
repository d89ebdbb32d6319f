"use client";

import { Plug, SearchX } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SearchFilter, SelectFilter } from "@/components/ui/filters";
import { LoadMore } from "@/components/ui/load-more";
import { integrationStatuses } from "@/drizzle/schema/enums";
import { listCategories } from "@/lib/connectors/catalog";
import type { IntegrationCard, IntegrationPage } from "@/lib/domain/integration/types";
import type { HealthSummary } from "@/lib/domain/monitoring/types";
import { toPlural } from "@/lib/format/number";
import { useLiveList, useLiveOne } from "@/lib/query/use-live-list";
import { AttentionList } from "./attention-list";
import { IntegrationCardView } from "./integration-card";
import { statusFaces } from "./status-badge";
import { SummaryStrip } from "./summary-strip";

const IntegrationDrawer = dynamic(
  () => import("./integration-drawer").then((file) => file.IntegrationDrawer),
  { ssr: false },
);

export interface OverviewProps {
  summary: HealthSummary;
  page: IntegrationPage;
  canWrite: boolean;
}

const filterParsers = {
  q: parseAsString.withDefault(""),
  status: parseAsString.withDefault(""),
  category: parseAsString.withDefault(""),
};

export function Overview({ summary, page, canWrite }: OverviewProps) {
  const live = useLiveOne({ topic: "integrations", path: "summary", initial: summary });
  const now = live.data ?? summary;
  if (now.total === 0) return <FirstIntegration canWrite={canWrite} />;
  return (
    <div className="flex flex-col gap-6">
      <SummaryStrip summary={now} />
      <AttentionList items={now.attention} canWrite={canWrite} />
      <CardList page={page} canWrite={canWrite} />
    </div>
  );
}

function FirstIntegration({ canWrite }: { canWrite: boolean }) {
  return (
    <div className="rounded-xl border bg-surface shadow-card">
      <EmptyState
        icon={Plug}
        title="Connect your first platform"
        action={
          canWrite ? (
            <Button variant="primary" size="lg" asChild>
              <Link href="/integrations/add">Add an integration</Link>
            </Button>
          ) : null
        }
      >
        Connectus keeps a copy of your contacts and posts in step, watches the health of every connection and
        publishes what you write. It takes about a minute.
        {canWrite ? null : " An owner, admin or editor of this workspace can add one."}
      </EmptyState>
    </div>
  );
}

function CardList({ page, canWrite }: { page: IntegrationPage; canWrite: boolean }) {
  const [filters, setFilters] = useQueryStates(filterParsers);
  const [{ open }, setDrawer] = useQueryStates(
    { open: parseAsString, tab: parseAsString },
    { history: "push" },
  );
  const [wasOpened, setWasOpened] = useState(open !== null);
  if (open !== null && !wasOpened) setWasOpened(true);
  const list = useLiveList<IntegrationCard>({
    topic: "integrations",
    path: "integrations",
    query: { ...filters, limit: 30 },
    initial: page,
  });
  const isFiltered = Boolean(filters.q || filters.status || filters.category);
  return (
    <section aria-labelledby="integrations-heading">
      <CardFilters />
      {list.isError && list.items.length === 0 ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : list.items.length === 0 && isFiltered && !list.isPending ? (
        <NothingFound onClear={() => void setFilters(null)} />
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {list.items.map((card) => (
            <li key={card.id} className="flex min-w-0">
              <IntegrationCardView
                card={card}
                canWrite={canWrite}
                onOpen={(tab) => void setDrawer({ open: card.id, tab: tab ?? null })}
              />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage ? <LoadMore list={list} shown={toPlural(list.items.length, "integration")} /> : null}
      {wasOpened ? (
        <IntegrationDrawer id={open} onClose={() => void setDrawer(null)} canWrite={canWrite} />
      ) : null}
    </section>
  );
}

function CardFilters() {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <h2 id="integrations-heading" className="mr-auto text-lg font-semibold">
        Your integrations
      </h2>
      <SearchFilter label="Search integrations" />
      <SelectFilter
        label="Status"
        name="status"
        all="Any status"
        options={integrationStatuses.map((value) => ({ value, label: statusFaces[value].label }))}
      />
      <SelectFilter
        label="Category"
        name="category"
        all="Any category"
        options={listCategories().map(({ category }) => ({ value: category, label: category }))}
      />
    </div>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <div className="rounded-xl border bg-surface">
      <EmptyState
        icon={SearchX}
        title="No integration fits these filters"
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    </div>
  );
}
