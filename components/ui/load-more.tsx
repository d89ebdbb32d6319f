"use client";

import { Button } from "./button";

export interface LoadMoreProps {
  hasMore: boolean;
  isBusy: boolean;
  onMore: () => void;
  shown: string;
}

/** Keyset paging: there are no page numbers to be wrong. */
export function LoadMore({ hasMore, isBusy, onMore, shown }: LoadMoreProps) {
  return (
    <div className="flex items-center justify-between gap-4 border-t px-4 py-3 sm:px-5">
      <p className="tabular text-sm text-muted" aria-live="polite">
        {shown}
      </p>
      {hasMore ? (
        <Button size="sm" busy={isBusy} onClick={onMore}>
          Load more
        </Button>
      ) : null}
    </div>
  );
}
