import type { Metadata } from "next";
import { Suspense } from "react";
import { LogPage } from "@/components/monitoring/monitor-pages";
import { SkeletonRows } from "@/components/ui/skeleton";
import { loadIntegrations } from "@/lib/domain/integration/loaders";

export const metadata: Metadata = { title: "Logs" };

export default function LogsPage() {
  return (
    <Suspense fallback={<SkeletonRows label="Loading logs" />}>
      <Body />
    </Suspense>
  );
}

async function Body() {
  const { data } = await loadIntegrations({ limit: 100 });
  return <LogPage integrations={data.map(({ id, name }) => ({ id, name }))} />;
}
