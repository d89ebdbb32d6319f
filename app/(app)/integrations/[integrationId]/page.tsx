import type { Metadata } from "next";
import { Suspense } from "react";
import type { PageInput } from "@/app/page-input";
import { Configure } from "@/components/integration/configure/configure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { loadOrNotFound } from "../_components/load-or-not-found";

type Props = PageInput<{ integrationId: string }>;

export const metadata: Metadata = { title: "Configure" };

export default function ConfigurePage({ params }: Props) {
  return (
    <Suspense fallback={<SkeletonRows label="Loading settings" />}>
      <Body params={params} />
    </Suspense>
  );
}

async function Body({ params }: Pick<Props, "params">) {
  return <Configure initial={await loadOrNotFound((await params).integrationId)} />;
}
