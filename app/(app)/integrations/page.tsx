import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import type { PageInput } from "@/app/page-input";
import { Overview } from "@/components/integration/overview";
import { OverviewSkeleton } from "@/components/integration/overview-skeleton";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { hasScope } from "@/lib/access/scopes";
import { loadCtx } from "@/lib/auth/session";
import { loadIntegrations } from "@/lib/domain/integration/loaders";
import { loadHealthSummary } from "@/lib/domain/monitoring/loaders";
import { toListFilter } from "./_components/list-filter";

export const metadata: Metadata = { title: "Overview" };

export default function OverviewPage(props: PageInput) {
  return (
    <>
      <PageHeader
        title="Overview"
        action={
          <Suspense>
            <Actions />
          </Suspense>
        }
      />
      <div className="mt-6">
        <Suspense fallback={<OverviewSkeleton />}>
          <Body searchParams={props.searchParams} />
        </Suspense>
      </div>
    </>
  );
}

async function Actions() {
  if (!hasScope(await loadCtx(), "integration:write")) return null;
  return (
    <>
      <Button asChild>
        <Link href="/content/new">Write an article</Link>
      </Button>
      <Button variant="primary" asChild>
        <Link href="/integrations/add">
          <Plus aria-hidden className="size-4" /> Add integration
        </Link>
      </Button>
    </>
  );
}

async function Body({ searchParams }: Pick<PageInput, "searchParams">) {
  const filter = toListFilter(await searchParams);
  const [ctx, summary, page] = await Promise.all([
    loadCtx(),
    loadHealthSummary(),
    loadIntegrations({ ...filter, limit: 30 }),
  ]);
  return <Overview summary={summary} page={page} canWrite={hasScope(ctx, "integration:write")} />;
}
