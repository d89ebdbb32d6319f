"use client";

import { Card } from "@/components/ui/card";
import { useIsClient } from "@/components/ui/time";
import type { ContentDetail } from "@/lib/domain/content/types";
import type { PublishTarget } from "@/lib/domain/publication/types";
import { Composer } from "./composer";
import { ComposerSkeleton } from "./composer-skeleton";
import type { Cover } from "./cover-picture";
import { HtmlPreview } from "./html-preview";
import { PublicationList, usePublications } from "./publication-list";
import { contentTypeWords } from "./publication-state";

export interface ContentViewProps {
  item: ContentDetail;
  cover: Cover | null;
  targets: readonly PublishTarget[];
  canWrite: boolean;
}

export function ContentView({ item, cover, targets, canWrite }: ContentViewProps) {
  // The text becomes Markdown by the browser's own parser, which the server has not.
  const isClient = useIsClient();
  if (item.contentType !== "article" && item.contentType !== "blog_post")
    return <ReadOnly item={item} canWrite={canWrite} />;
  return (
    <>
      <h1 className="sr-only">Edit {item.title}</h1>
      {isClient ? (
        <Composer initial={item} cover={cover} targets={targets} canWrite={canWrite} />
      ) : (
        <ComposerSkeleton />
      )}
    </>
  );
}

/** Kinds that came through the API and are changed there. */
function ReadOnly({ item, canWrite }: Pick<ContentViewProps, "item" | "canWrite">) {
  const published = usePublications(item.id);
  const { content, text, ...others } = item.contentData;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <Card className="p-5">
        <h1 className="text-2xl font-semibold">{item.title}</h1>
        <p className="mt-1 mb-4 text-sm text-muted">
          {contentTypeWords[item.contentType]}, written through the API
        </p>
        {typeof content === "string" ? <HtmlPreview html={content} /> : null}
        {typeof text === "string" ? <p className="whitespace-pre-wrap">{text}</p> : null}
        <pre className="mt-4 overflow-x-auto rounded-lg bg-sunken p-4 font-mono text-xs">
          {JSON.stringify(others, null, 2)}
        </pre>
      </Card>
      {published.items.length ? (
        <Card className="p-4">
          <h2 className="mb-3 text-sm font-semibold">Published</h2>
          <PublicationList items={published.items} version={item.version} canWrite={canWrite} />
        </Card>
      ) : null}
    </div>
  );
}
