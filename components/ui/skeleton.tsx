import { cn } from "@/lib/cn";

/** Appears only after 200 ms, so that a quick answer never flickers. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block animate-late rounded-md bg-hover", className)} />;
}

export function SkeletonRows({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="divide-y">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
        <div key={key} className="flex items-center gap-4 px-5 py-3">
          <Skeleton className="size-7 shrink-0" />
          <Skeleton className="h-3.5 w-1/3" />
          <Skeleton className="ml-auto h-3.5 w-16" />
        </div>
      ))}
    </div>
  );
}
