import type { Metadata } from "next";
import { Suspense } from "react";
import { ConfigureList } from "@/components/integration/configure/configure-list";
import { PageHeader } from "@/components/layout/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { loadIntegrations } from "@/lib/domain/integration/loaders";

export const metadata: Metadata = { title: "Configure" };

export default function ConfigureIndexPage() {
  return (
    <>
      <PageHeader title="Configure" note="Connection, sync, limits and error handling of each integration." />
      <div className="mt-6">
        <Suspense fallback={<SkeletonRows label="Loading integrations" />}>
          <Body />
        </Suspense>
      </div>
    </>
  );
}

async function Body() {
  return <ConfigureList initial={await loadIntegrations({ limit: 30 })} />;
}
