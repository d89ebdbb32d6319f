import type { Metadata } from "next";
import { Suspense } from "react";
import { ProviderBrowser } from "@/components/integration/provider-browser";
import { PageHeader } from "@/components/layout/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { loadIntegrations } from "@/lib/domain/integration/loaders";

export const metadata: Metadata = { title: "Add an integration" };

export default function AddPage() {
  return (
    <>
      <PageHeader title="Add an integration" note="Choose a platform. Connecting takes about a minute." />
      <div className="mt-6">
        <Suspense fallback={<SkeletonRows label="Loading platforms" />}>
          <Browser />
        </Suspense>
      </div>
    </>
  );
}

async function Browser() {
  const { data } = await loadIntegrations({ limit: 100 });
  const counts: Record<string, number> = {};
  for (const { connector } of data) counts[connector] = (counts[connector] ?? 0) + 1;
  return <ProviderBrowser counts={counts} />;
}
