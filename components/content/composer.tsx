"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { LeaveGuard } from "@/components/ui/leave-guard";
import type { ContentDetail } from "@/lib/domain/content/types";
import type { PublishTarget } from "@/lib/domain/publication/types";
import { markdownToHtml } from "@/lib/format/markdown";
import { ArticleFields } from "./article-fields";
import { BodyEditor } from "./body-editor";
import { type Cover, CoverPicture } from "./cover-picture";
import { fitsMarkdown, htmlToMarkdown } from "./html-to-markdown";
import { PublicationList, usePublications } from "./publication-list";
import { TargetPanel } from "./target-panel";
import { type ArticleDraft, emptyDraft, toHtml, useComposer } from "./use-composer";

export interface ComposerProps {
  initial: ContentDetail | null;
  cover: Cover | null;
  targets: readonly PublishTarget[];
  canWrite: boolean;
}

export function Composer(props: ComposerProps) {
  const [draft] = useState(() => toDraft(props.initial, props.cover));
  return <Editor {...props} initialDraft={draft} />;
}

function Editor({
  initial,
  targets,
  canWrite,
  initialDraft,
}: ComposerProps & { initialDraft: ArticleDraft }) {
  const composer = useComposer(initial, initialDraft);
  const { draft, errors, change, saved } = composer;
  const [chosen, setChosen] = useState(() => firstChoice(targets));
  useSaveKey(composer.save);
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <ArticleTitle draft={draft} error={errors.title} canWrite={canWrite} onChange={change} />
        <BodyEditor
          body={draft.body}
          html={toHtml(draft.body)}
          error={errors.content}
          canWrite={canWrite}
          onChange={(text) => change({ body: { ...draft.body, text } })}
        />
        <ArticleFields draft={draft} errors={errors} canWrite={canWrite} onChange={change} />
      </div>
      <aside aria-label="Publishing" className="flex flex-col gap-4 lg:sticky lg:top-6">
        {canWrite ? <SaveCard composer={composer} /> : null}
        <Panel title="Cover picture">
          <CoverPicture cover={draft.cover} canWrite={canWrite} onChange={(cover) => change({ cover })} />
        </Panel>
        {canWrite ? (
          <Panel title="Publish to">
            <TargetPanel
              targets={targets}
              chosen={chosen}
              checks={composer.checks}
              isBusy={composer.busy === "publish"}
              onChoose={setChosen}
              onPublish={() => void composer.publish(chosen)}
            />
          </Panel>
        ) : null}
        <PublishedPanel id={saved?.id ?? null} version={saved?.version ?? 1} canWrite={canWrite} />
      </aside>
      <LeaveGuard isDirty={composer.isDirty && canWrite} />
    </div>
  );
}

function PublishedPanel({
  id,
  version,
  canWrite,
}: {
  id: string | null;
  version: number;
  canWrite: boolean;
}) {
  const { items } = usePublications(id);
  if (items.length === 0) return null;
  return (
    <Panel title="Published">
      <PublicationList items={items} version={version} canWrite={canWrite} />
    </Panel>
  );
}

function Panel({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Card className="p-4">
      <h2 className="mb-3 text-sm font-semibold">{title}</h2>
      {children}
    </Card>
  );
}

function SaveCard({ composer }: { composer: ReturnType<typeof useComposer> }) {
  const text = composer.isDirty
    ? "Changes not saved yet"
    : composer.saved
      ? `Saved, version ${composer.saved.version}`
      : "A new article";
  return (
    <Card className="flex items-center justify-between gap-3 p-4">
      <p className="text-sm text-muted" role="status">
        {text}
      </p>
      <Button
        busy={composer.busy === "save"}
        disabled={!composer.isDirty}
        onClick={() => void composer.save()}
      >
        Save
      </Button>
    </Card>
  );
}

interface ArticleTitleProps {
  draft: ArticleDraft;
  error: string | undefined;
  canWrite: boolean;
  onChange: (edit: Partial<ArticleDraft>) => void;
}

function ArticleTitle({ draft, error, canWrite, onChange }: ArticleTitleProps) {
  return (
    <div>
      <textarea
        aria-label="Title"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? "title-error" : undefined}
        rows={1}
        value={draft.title}
        readOnly={!canWrite}
        maxLength={300}
        placeholder="Title"
        onChange={(event) => onChange({ title: event.target.value.replace(/\n/g, " ") })}
        className="block w-full resize-none rounded-md bg-transparent text-2xl font-semibold tracking-tight [field-sizing:content] placeholder:text-faint"
      />
      {error ? (
        <p id="title-error" className="mt-1 text-sm text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function useSaveKey(save: () => Promise<unknown>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "s" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      void save();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [save]);
}

/** With one place there is nothing to choose. */
function firstChoice(targets: readonly PublishTarget[]): string[] {
  const allowed = targets.filter((target) => target.allowed);
  return allowed.length === 1 && allowed[0] ? [allowed[0].integrationId] : [];
}

function toDraft(item: ContentDetail | null, cover: Cover | null): ArticleDraft {
  if (!item) return emptyDraft;
  const text = (name: string) =>
    typeof item.contentData[name] === "string" ? String(item.contentData[name]) : "";
  const list = (name: string) =>
    Array.isArray(item.contentData[name]) ? item.contentData[name].join(", ") : "";
  const html = text("content");
  const isMarkdown = typeof DOMParser === "undefined" || fitsMarkdown(html, markdownToHtml);
  return {
    contentType: item.contentType === "blog_post" ? "blog_post" : "article",
    title: item.title,
    excerpt: text("excerpt"),
    slug: text("slug"),
    categories: list("categories"),
    tags: list("tags"),
    body:
      isMarkdown && typeof DOMParser !== "undefined"
        ? { format: "markdown", text: htmlToMarkdown(html) }
        : { format: "html", text: html },
    cover,
  };
}
