import type { Metadata } from "next";
import { Suspense } from "react";
import type { PageInput } from "@/app/page-input";
import { HealthPanel } from "@/components/integration/health-panel";
import { StatusHistory } from "@/components/integration/status-history";
import { RunList } from "@/components/monitoring/run-list";
import { Card, CardHead } from "@/components/ui/card";
import { SkeletonRows } from "@/components/ui/skeleton";
import { loadOrNotFound } from "../../_components/load-or-not-found";

type Props = PageInput<{ integrationId: string }>;

export const metadata: Metadata = { title: "Activity" };

export default function ActivityPage({ params }: Props) {
  return (
    <Suspense fallback={<SkeletonRows label="Loading activity" />}>
      <Body params={params} />
    </Suspense>
  );
}

async function Body({ params }: Pick<Props, "params">) {
  const detail = await loadOrNotFound((await params).integrationId);
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Card>
        <CardHead title="Health" />
        <div className="px-4 pb-5 sm:px-5">
          <HealthPanel health={detail.health} />
        </div>
      </Card>
      <div className="flex flex-col gap-6">
        <Card>
          <CardHead title="Latest runs" />
          <div className="px-4 pb-4 sm:px-5">
            <RunList integrationId={detail.id} compact />
          </div>
        </Card>
        <Card className="p-5">
          <StatusHistory changes={detail.statusHistory} />
        </Card>
      </div>
    </div>
  );
}
