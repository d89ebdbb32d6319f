import { Skeleton } from "@/components/ui/skeleton";

export function ComposerSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading the editor"
      className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
    >
      <div className="flex flex-col gap-4">
        <Skeleton className="h-8 w-2/3" />
        <Skeleton className="h-[30rem] w-full" />
      </div>
      <div className="flex flex-col gap-4">
        <Skeleton className="h-16 w-full" />
        <Skeleton className="h-48 w-full" />
        <Skeleton className="h-40 w-full" />
      </div>
    </div>
  );
}
