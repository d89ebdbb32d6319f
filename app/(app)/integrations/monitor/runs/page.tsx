import type { Metadata } from "next";
import { Suspense } from "react";
import { RunPage } from "@/components/monitoring/monitor-pages";
import { SkeletonRows } from "@/components/ui/skeleton";
import { loadIntegrations } from "@/lib/domain/integration/loaders";

export const metadata: Metadata = { title: "Runs" };

export default function RunsPage() {
  return (
    <Suspense fallback={<SkeletonRows label="Loading runs" />}>
      <Body />
    </Suspense>
  );
}

async function Body() {
  const { data } = await loadIntegrations({ limit: 100 });
  return <RunPage integrations={data.map(({ id, name }) => ({ id, name }))} />;
}
