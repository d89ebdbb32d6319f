"use client";

import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { SelectField, TextField } from "@/components/ui/text-field";
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
      <Address draft={draft} errors={errors} canWrite={canWrite} onChange={onChange} />
      {(["categories", "tags"] as const).map((name) => (
        <TextField
          key={name}
          label={name === "tags" ? "Tags" : "Categories"}
          optional
          help="Separated by commas."
          error={errors[name]}
          value={draft[name]}
          disabled={!canWrite}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      ))}
    </Card>
  );
}

function Address({ draft, errors, canWrite, onChange }: ArticleFieldsProps) {
  return (
    <>
      <TextField
        label="Slug"
        optional
        help="The last part of the address."
        error={errors.slug}
        value={draft.slug}
        disabled={!canWrite}
        placeholder={toSlug(draft.title) || "my-first-article"}
        onChange={(event) =>
          onChange({ slug: event.target.value.toLowerCase().replace(/[^a-z0-9-]+/g, "-") })
        }
        onBlur={() => onChange({ slug: toSlug(draft.slug) })}
      />
      <SelectField
        label="Kind"
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
    </>
  );
}
