import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { ContentList } from "@/components/content/content-list";
import { PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import { hasScope } from "@/lib/access/scopes";
import { loadCtx } from "@/lib/auth/session";
import { loadContentList } from "@/lib/domain/content/loaders";

export const metadata: Metadata = { title: "Content" };

export default function ContentPage() {
  return (
    <>
      <PageHeader
        title="Content"
        note="What you wrote, and where it is published."
        action={
          <Suspense>
            <Actions />
          </Suspense>
        }
      />
      <div className="mt-6">
        <Suspense fallback={<SkeletonRows label="Loading content" />}>
          <Body />
        </Suspense>
      </div>
    </>
  );
}

async function Actions() {
  if (!hasScope(await loadCtx(), "content:write")) return null;
  return (
    <Button variant="primary" asChild>
      <Link href="/content/new">
        <Plus aria-hidden className="size-4" /> Write an article
      </Link>
    </Button>
  );
}

async function Body() {
  const [ctx, page] = await Promise.all([loadCtx(), loadContentList({ limit: 25 })]);
  return <ContentList initial={page} canWrite={hasScope(ctx, "content:write")} />;
}
