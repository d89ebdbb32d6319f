import { ChevronLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { Composer } from "@/components/content/composer";
import { ComposerSkeleton } from "@/components/content/composer-skeleton";
import { hasScope } from "@/lib/access/scopes";
import { loadCtx } from "@/lib/auth/session";
import { loadPublishTargets } from "@/lib/domain/publication/loaders";

export const metadata: Metadata = { title: "Write an article" };

export default function NewContentPage() {
  return (
    <>
      <h1 className="sr-only">Write an article</h1>
      <Link href="/content" className="mb-5 inline-flex items-center gap-1 text-sm text-muted hover:text-ink">
        <ChevronLeft aria-hidden className="size-3.5" /> All content
      </Link>
      <Suspense fallback={<ComposerSkeleton />}>
        <Body />
      </Suspense>
    </>
  );
}

async function Body() {
  const [ctx, targets] = await Promise.all([loadCtx(), loadPublishTargets("article")]);
  return <Composer initial={null} cover={null} targets={targets} canWrite={hasScope(ctx, "content:write")} />;
}
