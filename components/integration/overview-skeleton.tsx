import { Skeleton } from "@/components/ui/skeleton";

/** The same boxes as the page, so that nothing moves when the data comes. */
export function OverviewSkeleton() {
  return (
    <div role="status" aria-label="Loading the overview" className="flex flex-col gap-6">
      <div className="flex h-28 items-center gap-4 rounded-xl border bg-surface px-5">
        <Skeleton className="size-18 rounded-full" />
        <Skeleton className="h-5 w-40" />
        <Skeleton className="ml-auto h-8 w-1/2 max-sm:hidden" />
      </div>
      <Skeleton className="h-5 w-60" />
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {["a", "b", "c"].map((key) => (
          <div key={key} className="flex h-64 flex-col gap-4 rounded-xl border bg-surface p-4">
            <div className="flex gap-3">
              <Skeleton className="size-9" />
              <Skeleton className="h-5 w-32" />
            </div>
            <Skeleton className="h-10 w-full" />
            <Skeleton className="h-10 w-full" />
            <Skeleton className="mt-auto h-2 w-full" />
          </div>
        ))}
      </div>
    </div>
  );
}
