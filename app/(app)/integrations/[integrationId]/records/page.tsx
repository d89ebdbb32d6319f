import type { Metadata } from "next";
import { Suspense } from "react";
import type { PageInput } from "@/app/page-input";
import { RecordList } from "@/components/integration/record-list";
import { Card } from "@/components/ui/card";
import { SkeletonRows } from "@/components/ui/skeleton";
import { loadOrNotFound } from "../../_components/load-or-not-found";

type Props = PageInput<{ integrationId: string }>;

export const metadata: Metadata = { title: "Records" };

export default function RecordsPage({ params }: Props) {
  return (
    <Card aria-label="Records">
      <Suspense fallback={<SkeletonRows label="Loading records" />}>
        <Body params={params} />
      </Suspense>
    </Card>
  );
}

async function Body({ params }: Pick<Props, "params">) {
  const detail = await loadOrNotFound((await params).integrationId);
  return <RecordList integrationId={detail.id} objects={detail.objects} />;
}
