import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Suspense } from "react";
import { IntegrationHeader } from "@/components/integration/integration-header";
import { Skeleton } from "@/components/ui/skeleton";
import { loadOrNotFound } from "../_components/load-or-not-found";

export interface IntegrationLayoutProps {
  params: Promise<{ integrationId: string }>;
  children: ReactNode;
}

export default function IntegrationLayout({ params, children }: IntegrationLayoutProps) {
  return (
    <>
      <Link
        href="/integrations/configure"
        className="mb-4 inline-flex items-center gap-1 text-sm text-muted hover:text-ink"
      >
        <ChevronLeft aria-hidden className="size-3.5" /> All integrations
      </Link>
      <Suspense fallback={<Skeleton className="h-24 w-full" />}>
        <Header params={params} />
      </Suspense>
      <div className="pt-6">{children}</div>
    </>
  );
}

async function Header({ params }: Pick<IntegrationLayoutProps, "params">) {
  return <IntegrationHeader initial={await loadOrNotFound((await params).integrationId)} />;
}
