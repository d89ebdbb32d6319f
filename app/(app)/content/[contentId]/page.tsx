import { ChevronLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import type { PageInput } from "@/app/page-input";
import { ComposerSkeleton } from "@/components/content/composer-skeleton";
import { ContentView } from "@/components/content/content-view";
import { hasScope } from "@/lib/access/scopes";
import { loadCtx } from "@/lib/auth/session";
import { loadContent } from "@/lib/domain/content/loaders";
import { loadMedia } from "@/lib/domain/media/loaders";
import { loadPublishTargets } from "@/lib/domain/publication/loaders";
import { isAppError } from "@/lib/errors";

type Props = PageInput<{ contentId: string }>;

export const metadata: Metadata = { title: "Edit" };

export default function ContentDetailPage({ params }: Props) {
  return (
    <>
      <Link href="/content" className="mb-5 inline-flex items-center gap-1 text-sm text-muted hover:text-ink">
        <ChevronLeft aria-hidden className="size-3.5" /> All content
      </Link>
      <Suspense fallback={<ComposerSkeleton />}>
        <Body params={params} />
      </Suspense>
    </>
  );
}

async function Body({ params }: Pick<Props, "params">) {
  const { contentId } = await params;
  const item = await loadContent(contentId).catch((error) => {
    if (isAppError(error) && error.code === "not_found") notFound();
    throw error;
  });
  const [ctx, targets, media] = await Promise.all([
    loadCtx(),
    loadPublishTargets(item.contentType),
    loadMedia({ limit: 100 }),
  ]);
  const coverId = item.contentData.cover_media_id;
  const found = media.data.find(({ id }) => id === coverId);
  const cover =
    typeof coverId === "string"
      ? { id: coverId, url: `/api/v1/media/${coverId}`, alt: found?.alt ?? "" }
      : null;
  return (
    <ContentView item={item} cover={cover} targets={targets} canWrite={hasScope(ctx, "content:write")} />
  );
}
