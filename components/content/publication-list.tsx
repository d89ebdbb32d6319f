"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { ConnectorLogo } from "@/components/integration/connector-logo";
import { tellFailure } from "@/components/integration/use-integration-commands";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { cancelPublicationAction, retryPublicationAction } from "@/lib/domain/publication/actions";
import type { PublicationView } from "@/lib/domain/publication/types";
import { useLiveList } from "@/lib/query/use-live-list";
import { PublicationBadge } from "./publication-state";

export function usePublications(contentItemId: string | null) {
  return useLiveList<PublicationView>({
    topic: "publications",
    path: "publications",
    query: { contentItemId, limit: 50 },
    enabled: contentItemId !== null,
    fastMs: 1500,
    slowMs: 3000,
  });
}

export function PublicationList({
  items,
  version,
  canWrite,
}: {
  items: readonly PublicationView[];
  version: number;
  canWrite: boolean;
}) {
  return (
    <ul className="divide-y" aria-label="Where it was published">
      {items.map((item) => (
        <PublicationRow
          key={item.id}
          item={item}
          isCurrent={item.contentVersion === version}
          canWrite={canWrite}
        />
      ))}
    </ul>
  );
}

function PublicationRow({
  item,
  isCurrent,
  canWrite,
}: {
  item: PublicationView;
  isCurrent: boolean;
  canWrite: boolean;
}) {
  return (
    <li className="flex flex-col gap-1.5 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-2">
        <ConnectorLogo slug={item.connector} size="sm" />
        <span className="min-w-0 flex-1 truncate text-sm font-medium">{item.integrationName}</span>
        <span role="status">
          <PublicationBadge state={item.state} />
        </span>
      </div>
      <p className="text-xs text-muted">
        Version {item.contentVersion}
        {isCurrent ? "" : ", an earlier one"}, <Time at={item.publishedAt ?? item.updatedAt} />
      </p>
      {item.error && item.state === "failed" ? (
        <p className="text-sm">
          {item.error.message} <span className="text-muted">{item.error.fix}</span>
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {item.externalUrl ? (
          <Button size="sm" asChild>
            <a href={item.externalUrl} target="_blank" rel="noreferrer">
              Open on the site <ExternalLink aria-hidden className="size-3" />
            </a>
          </Button>
        ) : null}
        {canWrite ? <RowActions item={item} /> : null}
      </div>
    </li>
  );
}

function RowActions({ item }: { item: PublicationView }) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const run = async (action: typeof retryPublicationAction | typeof cancelPublicationAction) => {
    setBusy(true);
    const result = await action({ publicationId: item.id });
    setBusy(false);
    if (!result.ok) tellFailure(result);
    void client.invalidateQueries({ queryKey: ["publications"] });
  };
  return (
    <>
      {item.canRetry ? (
        <Button size="sm" busy={isBusy} onClick={() => void run(retryPublicationAction)}>
          Try again
        </Button>
      ) : null}
      {item.canCancel ? (
        <Button size="sm" variant="quiet" busy={isBusy} onClick={() => void run(cancelPublicationAction)}>
          Cancel
        </Button>
      ) : null}
    </>
  );
}
