"use client";

import { Button } from "./button";

export interface LoadMoreProps {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  shown: string;
}

/** Keyset paging: there are no page numbers to be wrong. */
export function LoadMore({ list, shown }: LoadMoreProps) {
  return (
    <div className="flex items-center justify-between gap-4 border-t px-4 py-3 sm:px-5">
      <p className="tabular text-sm text-muted" aria-live="polite">
        {shown}
      </p>
      {list.hasNextPage ? (
        <Button size="sm" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Load more
        </Button>
      ) : null}
    </div>
  );
}
