"use client";

import { ChevronRight, SearchX, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SearchFilter } from "@/components/ui/filters";
import { LoadMore } from "@/components/ui/load-more";
import type { IntegrationCard, IntegrationPage } from "@/lib/domain/integration/types";
import { toPlural } from "@/lib/format/number";
import { useLiveList } from "@/lib/query/use-live-list";
import { ConnectorLogo } from "../connector-logo";
import { StatusBadge } from "../status-badge";

export function ConfigureList({ initial }: { initial: IntegrationPage }) {
  const [q] = useQueryState("q", parseAsString.withDefault(""));
  const list = useLiveList<IntegrationCard>({
    topic: "integrations",
    path: "integrations",
    query: { q, limit: 30 },
    ...(q ? {} : { initial }),
  });
  if (list.isError && list.items.length === 0) {
    return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  }
  return (
    <Card aria-label="Integrations">
      <div className="border-b px-4 py-3 sm:px-5">
        <SearchFilter label="Search integrations" />
      </div>
      {list.items.length === 0 && !list.isPending ? (
        <Nothing isFiltered={Boolean(q)} />
      ) : (
        <ul className="divide-y">
          {list.items.map((card) => (
            <Row key={card.id} card={card} />
          ))}
        </ul>
      )}
      {list.hasNextPage ? <LoadMore list={list} shown={toPlural(list.items.length, "integration")} /> : null}
    </Card>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <EmptyState icon={SearchX} title="No integration by that name" />;
  return (
    <EmptyState
      icon={SlidersHorizontal}
      title="Nothing to configure yet"
      action={
        <Button variant="primary" asChild>
          <Link href="/integrations/add">Add an integration</Link>
        </Button>
      }
    >
      Connect a platform first.
    </EmptyState>
  );
}

function Row({ card }: { card: IntegrationCard }) {
  return (
    <li>
      <Link
        href={`/integrations/${card.id}`}
        data-row
        className="flex items-center gap-4 px-4 py-3 hover:bg-hover/60 focus-visible:-outline-offset-2 sm:px-5"
      >
        <ConnectorLogo slug={card.connector} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-base font-medium">{card.name}</span>
          <span className="block truncate text-sm text-muted">{card.accountLabel ?? card.connectorName}</span>
        </span>
        <StatusBadge status={card.status} />
        <ChevronRight aria-hidden className="size-4 text-faint" />
      </Link>
    </li>
  );
}
