import { z } from "zod";
import { contentTypes } from "@/drizzle/schema/enums";
import { parsePublicId } from "@/lib/ids";
import { MediaId } from "../media/schema";

/** `cnt_…` or a bare uuid; the parsed value is the uuid. */
export const ContentItemId = z.string().transform((value, check) => {
  const id = parsePublicId("content", value);
  if (id) return id;
  check.addIssue({ code: "custom", message: "This is not the id of a content item." });
  return z.NEVER;
});

const line = (max: number) => z.string().trim().max(max, `This has at most ${max} characters.`);
const html = z
  .string()
  .trim()
  .min(1, "Write something first.")
  .max(500_000, "This text is too long: 500,000 characters is the most.");
const slug = z
  .string()
  .trim()
  .max(200)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "A slug has small letters, digits and single dashes: my-first-post.");
const terms = z.array(line(100).min(1)).max(50).default([]);
const picture = MediaId.nullable().default(null);
const optionalLine = (max: number) => line(max).nullable().default(null);

const Post = z.strictObject({
  /** HTML. Pictures of ours are written as `<img src="/api/v1/media/med_…">`. Cleaned when it is released. */
  content: html,
  excerpt: optionalLine(1000),
  slug: slug.nullable().default(null),
  cover_media_id: picture,
  categories: terms,
  tags: terms,
});

/** `content_data` by type. Field names are those of the REST API. */
export const contentDataSchemas = {
  blog_post: Post,
  article: Post,
  email_campaign: z.strictObject({
    subject: line(200).min(1, "An e-mail needs a subject."),
    preview_text: optionalLine(200),
    from_name: optionalLine(100),
    content: html,
  }),
  social_post: z.strictObject({
    text: line(63_206).min(1, "Write something first."),
    link: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .nullable()
      .default(null),
    media_ids: z.array(MediaId).max(20).default([]),
  }),
  product_description: z.strictObject({
    content: html,
    sku: optionalLine(100),
    price: z
      .strictObject({
        amount: z.string().regex(/^\d{1,12}(\.\d{1,6})?$/, "Write the amount as 19.90."),
        currency: z.string().regex(/^[A-Z]{3}$/, "Write the currency as EUR."),
      })
      .nullable()
      .default(null),
    media_ids: z.array(MediaId).max(20).default([]),
  }),
  landing_page: z.strictObject({
    content: html,
    slug: slug.nullable().default(null),
    meta_description: optionalLine(320),
    cover_media_id: picture,
  }),
  document: z.strictObject({ content: html, file_name: optionalLine(200) }),
  presentation: z.strictObject({
    slides: z
      .array(
        z.strictObject({
          title: line(200).min(1, "A slide needs a title."),
          content: z.string().max(50_000).default(""),
        }),
      )
      .min(1, "A presentation needs a slide.")
      .max(200),
  }),
} as const;

export type ContentData<T extends keyof typeof contentDataSchemas> = z.output<(typeof contentDataSchemas)[T]>;

export const SaveContent = z.strictObject({
  /** The caller's own id for this piece. Saving again under it changes the piece; left out = a new piece. */
  contentId: z.string().trim().min(1).max(200).optional(),
  contentType: z.enum(contentTypes),
  /** May also stand in `contentData.title`. */
  title: z.string().trim().max(300, "A title has at most 300 characters.").optional(),
  contentData: z.record(z.string().max(100), z.unknown()),
  /** The version the change was made on; another one meanwhile → conflict. */
  version: z.number().int().min(1).optional(),
});
export type SaveContent = z.input<typeof SaveContent>;

export const ListContent = z.strictObject({
  q: z.string().trim().max(200).optional(),
  contentType: z.enum(contentTypes).optional(),
  archived: z.boolean().default(false),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type ListContent = z.input<typeof ListContent>;

export const OneContent = z.strictObject({ contentItemId: ContentItemId });
export type OneContent = z.input<typeof OneContent>;
