"use client";

import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type ArticleDraft, toSlug } from "./use-composer";

export interface ArticleFieldsProps {
  draft: ArticleDraft;
  errors: Record<string, string>;
  canWrite: boolean;
  onChange: (edit: Partial<ArticleDraft>) => void;
}

export function ArticleFields({ draft, errors, canWrite, onChange }: ArticleFieldsProps) {
  return (
    <Card className="grid gap-5 p-5 sm:grid-cols-2" aria-label="Details">
      <Field
        label="Excerpt"
        optional
        error={errors.excerpt}
        help="Shown in lists and by search engines."
        className="sm:col-span-2"
      >
        {(aria) => (
          <Textarea
            {...aria}
            rows={2}
            maxLength={1000}
            value={draft.excerpt}
            disabled={!canWrite}
            onChange={(event) => onChange({ excerpt: event.target.value })}
          />
        )}
      </Field>
      <Field label="Slug" optional error={errors.slug} help="The last part of the address.">
        {(aria) => (
          <Input
            {...aria}
            value={draft.slug}
            disabled={!canWrite}
            placeholder={toSlug(draft.title) || "my-first-article"}
            onChange={(event) =>
              onChange({ slug: event.target.value.toLowerCase().replace(/[^a-z0-9-]+/g, "-") })
            }
            onBlur={() => onChange({ slug: toSlug(draft.slug) })}
          />
        )}
      </Field>
      <Field label="Kind">
        {(aria) => (
          <Select
            {...aria}
            value={draft.contentType}
            disabled={!canWrite}
            onChange={(event) =>
              onChange({ contentType: event.target.value === "blog_post" ? "blog_post" : "article" })
            }
            options={[
              { value: "article", label: "Article" },
              { value: "blog_post", label: "Blog post" },
            ]}
          />
        )}
      </Field>
      <Field label="Categories" optional error={errors.categories} help="Separated by commas.">
        {(aria) => (
          <Input
            {...aria}
            value={draft.categories}
            disabled={!canWrite}
            onChange={(event) => onChange({ categories: event.target.value })}
          />
        )}
      </Field>
      <Field label="Tags" optional error={errors.tags} help="Separated by commas.">
        {(aria) => (
          <Input
            {...aria}
            value={draft.tags}
            disabled={!canWrite}
            onChange={(event) => onChange({ tags: event.target.value })}
          />
        )}
      </Field>
    </Card>
  );
}
