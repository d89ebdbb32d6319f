import type { Metadata } from "next";
import { Suspense } from "react";
import { one, type PageInput } from "@/app/page-input";
import { OverviewSkeleton } from "@/components/integration/overview-skeleton";
import { Dashboard } from "@/components/monitoring/dashboard";
import { loadHealthSummary, loadTraffic } from "@/lib/domain/monitoring/loaders";
import { loadRuns } from "@/lib/domain/run/loaders";

export const metadata: Metadata = { title: "Monitor" };

export default function MonitorPage({ searchParams }: PageInput) {
  return (
    <Suspense fallback={<OverviewSkeleton />}>
      <Body searchParams={searchParams} />
    </Suspense>
  );
}

async function Body({ searchParams }: Pick<PageInput, "searchParams">) {
  const hours = Number(one((await searchParams).hours));
  const [summary, traffic, running] = await Promise.all([
    loadHealthSummary(),
    loadTraffic([1, 24, 168, 720].includes(hours) ? hours : 24),
    loadRuns({ limit: 6 }),
  ]);
  return <Dashboard summary={summary} traffic={traffic} running={running} />;
}
