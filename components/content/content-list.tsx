"use client";

import { FileText, SearchX } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SearchFilter, SelectFilter } from "@/components/ui/filters";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { contentTypes } from "@/drizzle/schema/enums";
import type { ContentCard, ContentPage } from "@/lib/domain/content/types";
import { toPlural } from "@/lib/format/number";
import { useLiveList } from "@/lib/query/use-live-list";
import { ConnectorLogo } from "../integration/connector-logo";
import { contentTypeWords, PublicationBadge } from "./publication-state";

export function ContentList({ initial, canWrite }: { initial: ContentPage; canWrite: boolean }) {
  const [filter] = useQueryStates({ q: parseAsString.withDefault(""), type: parseAsString.withDefault("") });
  const isFiltered = Boolean(filter.q || filter.type);
  const list = useLiveList<ContentCard>({
    topic: "content",
    path: "content",
    query: { q: filter.q, contentType: filter.type, limit: 25 },
    ...(isFiltered ? {} : { initial }),
  });
  return (
    <Card aria-label="Content">
      <div className="flex flex-wrap gap-2 border-b px-4 py-3 sm:px-5">
        <SearchFilter label="Search titles" />
        <SelectFilter
          label="Kind"
          name="type"
          all="Every kind"
          options={contentTypes.map((value) => ({ value, label: contentTypeWords[value] }))}
        />
      </div>
      {list.isPending ? (
        <SkeletonRows label="Loading content" />
      ) : list.isError && list.items.length === 0 ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : list.items.length === 0 ? (
        <Nothing isFiltered={isFiltered} canWrite={canWrite} />
      ) : (
        <>
          <ul className="divide-y">
            {list.items.map((item) => (
              <ContentRow key={item.id} item={item} />
            ))}
          </ul>
          <LoadMore list={list} shown={toPlural(list.items.length, "piece")} />
        </>
      )}
    </Card>
  );
}

function ContentRow({ item }: { item: ContentCard }) {
  const newest = latestPerPlace(item);
  return (
    <li>
      <Link
        href={`/content/${item.id}`}
        data-row
        className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 hover:bg-hover/60 focus-visible:-outline-offset-2 sm:px-5"
      >
        <span className="min-w-0 flex-1 basis-56">
          <span className="block truncate text-base font-medium">{item.title}</span>
          <span className="block text-sm text-muted">
            {contentTypeWords[item.contentType]}, changed <Time at={item.updatedAt} />
          </span>
        </span>
        <span className="flex flex-wrap items-center gap-2">
          {newest.map((target) => (
            <span
              key={target.integrationId}
              className="inline-flex items-center gap-1.5"
              title={target.integrationName}
            >
              <ConnectorLogo slug={target.connector} size="sm" />
              <span className="sr-only">{target.integrationName}:</span>
              <PublicationBadge state={target.state} />
            </span>
          ))}
          {newest.length ? null : <span className="text-sm text-muted">Not published</span>}
        </span>
      </Link>
    </li>
  );
}

function latestPerPlace(item: ContentCard) {
  const byPlace = new Map<string, ContentCard["targets"][number]>();
  for (const target of item.targets) {
    const known = byPlace.get(target.integrationId);
    if (!known || known.version < target.version) byPlace.set(target.integrationId, target);
  }
  return [...byPlace.values()].slice(0, 4);
}

function Nothing({ isFiltered, canWrite }: { isFiltered: boolean; canWrite: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={SearchX}
        title="Nothing fits these filters"
        action={
          <Button asChild>
            <Link href="/content">Show everything</Link>
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={FileText}
      title="Nothing written yet"
      action={
        canWrite ? (
          <Button variant="primary" size="lg" asChild>
            <Link href="/content/new">Write an article</Link>
          </Button>
        ) : null
      }
    >
      Write once, check what each platform wants, publish everywhere, and see whether it arrived.
    </EmptyState>
  );
}
