"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { tellFailure } from "@/components/integration/use-integration-commands";
import { toast } from "@/components/ui/toast";
import { saveContentAction } from "@/lib/domain/content/actions";
import type { ContentDetail } from "@/lib/domain/content/types";
import { describeMediaAction } from "@/lib/domain/media/actions";
import { checkContentAction, publishContentAction } from "@/lib/domain/publication/actions";
import type { TargetCheck } from "@/lib/domain/publication/types";
import { markdownToHtml } from "@/lib/format/markdown";
import type { Body } from "./body-editor";
import type { Cover } from "./cover-picture";

export type ArticleType = "article" | "blog_post";

export interface ArticleDraft {
  contentType: ArticleType;
  title: string;
  excerpt: string;
  slug: string;
  categories: string;
  tags: string;
  body: Body;
  cover: Cover | null;
}

export const emptyDraft: ArticleDraft = {
  contentType: "article",
  title: "",
  excerpt: "",
  slug: "",
  categories: "",
  tags: "",
  body: { format: "markdown", text: "" },
  cover: null,
};

export function toHtml(body: Body): string {
  return body.format === "markdown" ? markdownToHtml(body.text) : body.text;
}

export function toSlug(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80)
    .replace(/-+$/, "");
}

function listOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ];
}

function toContentData(draft: ArticleDraft): Record<string, unknown> {
  return {
    content: toHtml(draft.body),
    excerpt: draft.excerpt.trim() || null,
    slug: draft.slug.trim() || null,
    cover_media_id: draft.cover?.id ?? null,
    categories: listOf(draft.categories),
    tags: listOf(draft.tags),
  };
}

/** What is on screen against what is saved. */
function useSaving(initial: ContentDetail | null, initialDraft: ArticleDraft) {
  const client = useQueryClient();
  const [saved, setSaved] = useState(initial);
  const [savedDraft, setSavedDraft] = useState(initialDraft);
  const [draft, setDraft] = useState(initialDraft);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const isDirty = JSON.stringify(draft) !== JSON.stringify(savedDraft);
  const save = async (): Promise<ContentDetail | null> => {
    if (!isDirty && saved) return saved;
    await saveAlt(draft.cover, savedDraft.cover);
    const result = await saveContentAction({
      ...(saved ? { contentId: saved.contentId, version: saved.version } : {}),
      contentType: draft.contentType,
      title: draft.title.trim(),
      contentData: toContentData(draft),
    });
    setErrors(result.ok ? {} : nameErrors(result.fields ?? {}));
    if (!result.ok) {
      tellFailure(result);
      return null;
    }
    setSaved(result.data);
    setSavedDraft(draft);
    // The address becomes the piece's own, without loading the page anew under the writer's hands.
    if (!saved) window.history.replaceState(null, "", `/content/${result.data.id}`);
    void client.invalidateQueries({ queryKey: ["content"] });
    return result.data;
  };
  const change = (edit: Partial<ArticleDraft>) => setDraft((before) => ({ ...before, ...edit }));
  return { saved, draft, errors, isDirty, save, change };
}

/** Saving, checking and publishing of one article. */
export function useComposer(initial: ContentDetail | null, initialDraft: ArticleDraft) {
  const client = useQueryClient();
  const { save, ...saving } = useSaving(initial, initialDraft);
  const [checks, setChecks] = useState<TargetCheck[]>([]);
  const [busy, setBusy] = useState<"save" | "publish" | null>(null);
  const publish = async (integrationIds: string[]) => {
    const item = await save();
    if (!item) return;
    const target = { contentItemId: item.id, integrationIds };
    const checked = await checkContentAction(target);
    if (!checked.ok) return tellFailure(checked);
    setChecks(checked.data);
    if (checked.data.some(({ ok }) => !ok)) {
      toast.error("Not published yet.", { description: "Mend what is named beside the account first." });
      return;
    }
    const result = await publishContentAction({ ...target, priority: 5 });
    if (!result.ok) return tellFailure(result);
    toast.success("On its way.", { description: "You see here when it is out." });
    void client.invalidateQueries({ queryKey: ["publications"] });
  };
  const during = async (name: "save" | "publish", work: () => Promise<unknown>) => {
    setBusy(name);
    await work().catch(() =>
      toast.error("Connectus cannot be reached.", { description: "What you wrote is still here." }),
    );
    setBusy(null);
  };
  return {
    ...saving,
    checks,
    busy,
    save: () => during("save", save),
    publish: (ids: string[]) => during("publish", () => publish(ids)),
  };
}

/** The alternative text belongs to the picture, not to the article. */
async function saveAlt(cover: Cover | null, before: Cover | null): Promise<void> {
  if (!cover || (before?.id === cover.id && before.alt === cover.alt)) return;
  await describeMediaAction({ mediaId: cover.id, alt: cover.alt.trim() });
}

/** `contentData.slug` → `slug`; the text is called `content` there. */
function nameErrors(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, text]) => [
      path.replace(/^content_?[dD]ata\./, "").split(".")[0] ?? path,
      text,
    ]),
  );
}
