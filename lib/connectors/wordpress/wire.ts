import { z } from "zod";

const text = z.looseObject({ raw: z.string().optional(), rendered: z.string().optional() });
const gmt = z.string();

/** https://developer.wordpress.org/rest-api/reference/posts/#schema (pages: …/pages/#schema) */
export const Post = z.looseObject({
  id: z.number().int(),
  date_gmt: gmt.nullable(),
  modified_gmt: gmt,
  slug: z.string(),
  status: z.string(),
  link: z.string(),
  title: text,
  content: text.optional(),
  excerpt: text.optional(),
  author: z.number().int().optional(),
  featured_media: z.number().int().optional(),
  parent: z.number().int().optional(),
  menu_order: z.number().int().optional(),
  categories: z.array(z.number().int()).optional(),
  tags: z.array(z.number().int()).optional(),
});
export type Post = z.infer<typeof Post>;

/** What the deletion feed needs of a post. */
export const TrashedPost = z.looseObject({ id: z.number().int(), modified_gmt: gmt });

/** https://developer.wordpress.org/rest-api/reference/media/#schema */
export const Media = z.looseObject({
  id: z.number().int(),
  date_gmt: gmt.nullable(),
  modified_gmt: gmt,
  slug: z.string(),
  link: z.string().optional(),
  title: text,
  caption: text.optional(),
  alt_text: z.string().optional(),
  media_type: z.string(),
  mime_type: z.string(),
  source_url: z.string(),
  author: z.number().int().optional(),
});
export type Media = z.infer<typeof Media>;

/** https://developer.wordpress.org/rest-api/reference/categories/#schema (tags: …/tags/#schema) */
export const Term = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  slug: z.string(),
  description: z.string().optional(),
  count: z.number().int().optional(),
  link: z.string().optional(),
  parent: z.number().int().optional(),
});
export type Term = z.infer<typeof Term>;

/** https://developer.wordpress.org/rest-api/reference/users/#schema */
export const User = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  slug: z.string(),
  link: z.string().optional(),
  description: z.string().optional(),
});
export type User = z.infer<typeof User>;

/** The same, of oneself with `context=edit`. PHP writes an empty map as `[]`. */
export const Me = User.extend({
  roles: z.array(z.string()).optional(),
  capabilities: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
});
export type Me = z.infer<typeof Me>;

/** https://developer.wordpress.org/rest-api/extending-the-rest-api/routes-and-endpoints/ (the index) */
export const SiteIndex = z.looseObject({
  name: z.string(),
  url: z.string(),
  home: z.string(),
  namespaces: z.array(z.string()),
});
export type SiteIndex = z.infer<typeof SiteIndex>;

/** https://developer.wordpress.org/reference/classes/wp_error/ as the REST API writes it */
export const RestError = z.looseObject({
  code: z.string(),
  message: z.string().optional(),
  data: z
    .looseObject({
      params: z.record(z.string(), z.string()).optional().catch(undefined),
      details: z
        .record(z.string(), z.looseObject({ code: z.string() }))
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
