import type { Metadata } from "next";
import { Suspense } from "react";
import { CallPage } from "@/components/monitoring/monitor-pages";
import { SkeletonRows } from "@/components/ui/skeleton";
import { loadIntegrations } from "@/lib/domain/integration/loaders";

export const metadata: Metadata = { title: "Calls" };

export default function CallsPage() {
  return (
    <Suspense fallback={<SkeletonRows label="Loading calls" />}>
      <Body />
    </Suspense>
  );
}

async function Body() {
  const { data } = await loadIntegrations({ limit: 100 });
  return <CallPage integrations={data.map(({ id, name }) => ({ id, name }))} />;
}
