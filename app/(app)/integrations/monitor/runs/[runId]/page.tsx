import { ChevronLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import type { PageInput } from "@/app/page-input";
import { RunDetail } from "@/components/monitoring/run-detail";
import { SkeletonRows } from "@/components/ui/skeleton";
import { hasScope } from "@/lib/access/scopes";
import { loadCtx } from "@/lib/auth/session";
import { loadRun } from "@/lib/domain/run/loaders";
import { isAppError } from "@/lib/errors";

type Props = PageInput<{ runId: string }>;

export const metadata: Metadata = { title: "Run" };

export default function RunDetailPage({ params }: Props) {
  return (
    <>
      <Link
        href="/integrations/monitor/runs"
        className="mb-4 inline-flex items-center gap-1 text-sm text-muted hover:text-ink"
      >
        <ChevronLeft aria-hidden className="size-3.5" /> All runs
      </Link>
      <Suspense fallback={<SkeletonRows label="Loading the run" />}>
        <Body params={params} />
      </Suspense>
    </>
  );
}

async function Body({ params }: Pick<Props, "params">) {
  const { runId } = await params;
  const run = await loadRun(runId).catch((error) => {
    if (isAppError(error) && error.code === "not_found") notFound();
    throw error;
  });
  return <RunDetail initial={run} canWrite={hasScope(await loadCtx(), "integration:write")} />;
}
