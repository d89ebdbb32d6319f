import { type Dict, isDict, toText } from "../kit/json";
import { type ArgSpecs, numbers, optionalNumber, optionalText } from "./args";
import type { WpContext } from "./context";
import { parseGmtDate, parseSiteDate } from "./dates";
import { forbid, refuse } from "./errors";
import type { PostStatus, PostType, WpPost } from "./model";
import { filterMarkup, slugOf, uniqueSlug } from "./render";
import { can, nounOf } from "./roles";
import { blankPost } from "./seed";

const openClosed = { type: "string", oneOf: ["open", "closed"] } as const;

export function writeArgs(type: PostType): ArgSpecs {
  const common: ArgSpecs = {
    date: { type: "string", date: true, nullable: true },
    date_gmt: { type: "string", date: true, nullable: true },
    slug: { type: "string" },
    title: { type: "any" },
    author: { type: "integer" },
    comment_status: openClosed,
    ping_status: openClosed,
    meta: { type: "any" },
    template: { type: "string" },
    context: { type: "string", oneOf: ["view", "embed", "edit"] },
  };
  if (type === "attachment")
    return {
      ...common,
      caption: { type: "any" },
      description: { type: "any" },
      alt_text: { type: "string" },
      post: { type: "integer" },
    };
  const texts: ArgSpecs = {
    ...common,
    content: { type: "any" },
    excerpt: { type: "any" },
    status: { type: "string", oneOf: ["publish", "future", "draft", "pending", "private"] },
    password: { type: "string" },
    featured_media: { type: "integer" },
  };
  if (type === "page") return { ...texts, parent: { type: "integer" }, menu_order: { type: "integer" } };
  return {
    ...texts,
    format: {
      type: "string",
      oneOf: ["standard", "aside", "chat", "gallery", "link", "image", "quote", "status", "video", "audio"],
    },
    sticky: { type: "boolean" },
    categories: { type: "list", items: "integer" },
    tags: { type: "list", items: "integer" },
  };
}

export function createPost(context: WpContext, type: PostType, args: Dict): WpPost {
  const { state, user } = context;
  checkAllowed(context, type, args);
  const post = blankPost(0, state.now(), { type, author: user?.id ?? 0, meta: {} });
  applyFields(context, post, args);
  if (post.title === "" && post.content === "" && post.excerpt === "")
    throw refuse(400, "empty_content", "Content, title, and excerpt are empty.");
  applyStatus(context, post, optionalText(args.status) as PostStatus | undefined);
  post.id = state.nextId("posts");
  state.posts.set(post.id, post);
  settleSlug(context, post, args);
  state.changed();
  return post;
}

export function updatePost(context: WpContext, post: WpPost, args: Dict): WpPost {
  checkAllowed(context, post.type, args);
  const draft = { ...post };
  applyFields(context, draft, args);
  if (post.type !== "attachment")
    applyStatus(context, draft, optionalText(args.status) as PostStatus | undefined);
  draft.modified = context.state.now();
  Object.assign(post, draft);
  if (draft.beforeTrash === undefined) delete post.beforeTrash;
  settleSlug(context, post, args);
  context.state.changed();
  return post;
}

function checkAllowed({ user, state }: WpContext, type: PostType, args: Dict): void {
  const noun = nounOf(type);
  const isPublishing = ["publish", "future", "private"].includes(String(args.status));
  if (isPublishing && !can(user, `publish_${noun}`)) {
    const isPrivate = args.status === "private";
    throw forbid(
      user,
      "rest_cannot_publish",
      `Sorry, you are not allowed to ${isPrivate ? "create private posts" : "publish posts"} in this post type.`,
    );
  }
  if (typeof args.author === "number" && args.author !== user?.id) {
    if (!can(user, `edit_others_${noun}`))
      throw forbid(
        user,
        "rest_cannot_edit_others",
        "Sorry, you are not allowed to create posts as this user.",
      );
    if (!state.users.has(args.author)) throw refuse(400, "rest_invalid_author", "Invalid author ID.");
  }
  if (args.sticky === true && !can(user, `edit_others_${noun}`))
    throw forbid(user, "rest_cannot_assign_sticky", "Sorry, you are not allowed to make posts sticky.");
}

/** `"text"` and `{ "raw": "text" }` mean the same. */
export function rawText(value: unknown): string | undefined {
  return isDict(value) ? toText(value.raw) : toText(value);
}

function applyFields(context: WpContext, post: WpPost, args: Dict): void {
  const clean = (value: unknown) => {
    const text = rawText(value);
    return text === undefined || can(context.user, "unfiltered_html") ? text : filterMarkup(text);
  };
  post.title = clean(args.title) ?? post.title;
  post.content = clean(args.content ?? args.description) ?? post.content;
  post.excerpt = clean(args.excerpt ?? args.caption) ?? post.excerpt;
  post.author = optionalNumber(args.author) ?? post.author;
  post.parent = optionalNumber(args.parent ?? args.post) ?? post.parent;
  post.menuOrder = optionalNumber(args.menu_order) ?? post.menuOrder;
  post.password = optionalText(args.password) ?? post.password;
  post.format = optionalText(args.format) ?? post.format;
  post.template = optionalText(args.template) ?? post.template;
  post.commentStatus = (args.comment_status as WpPost["commentStatus"] | undefined) ?? post.commentStatus;
  post.pingStatus = (args.ping_status as WpPost["pingStatus"] | undefined) ?? post.pingStatus;
  if (typeof args.sticky === "boolean") post.sticky = args.sticky;
  applyMeta(post, args.meta);
  applyDate(post, args);
  applyFeatured(context, post, args.featured_media);
  applyTerms(context, post, args);
  if (post.media && typeof args.alt_text === "string") post.media = { ...post.media, alt: args.alt_text };
}

/** Only registered keys are kept; others vanish without a word. */
function applyMeta(post: WpPost, meta: unknown): void {
  if (isDict(meta) && typeof meta.footnotes === "string")
    post.meta = { ...post.meta, footnotes: meta.footnotes };
}

function applyDate(post: WpPost, args: Dict): void {
  if (args.date === null || args.date_gmt === null) {
    post.floating = true;
    return;
  }
  const given =
    typeof args.date === "string"
      ? parseSiteDate(args.date)
      : typeof args.date_gmt === "string"
        ? parseGmtDate(args.date_gmt)
        : undefined;
  if (given === undefined) return;
  post.date = Math.floor(given / 1000) * 1000;
  post.floating = false;
}

function applyFeatured({ state }: WpContext, post: WpPost, value: unknown): void {
  if (typeof value !== "number") return;
  const isImage = state.posts.get(value)?.media?.mime.startsWith("image/") === true;
  if (value !== 0 && !isImage) throw refuse(400, "rest_invalid_featured_media", "Invalid featured media ID.");
  post.featuredMedia = value;
}

/** Ids that do not exist are passed over. */
function applyTerms({ state }: WpContext, post: WpPost, args: Dict): void {
  const real = (value: unknown, taxonomy: string) => [
    ...new Set(numbers(value).filter((id) => state.terms.get(id)?.taxonomy === taxonomy)),
  ];
  if (args.categories !== undefined) post.categories = real(args.categories, "category");
  if (args.tags !== undefined) post.tags = real(args.tags, "post_tag");
  if (post.type === "post" && post.categories.length === 0) post.categories = [1];
}

/** A floating date becomes now on publishing; a date to come makes it scheduled, a past one published. */
function applyStatus({ state }: WpContext, post: WpPost, wanted: PostStatus | undefined): void {
  const now = state.now();
  if (wanted && post.status === "trash") {
    post.slug = post.beforeTrash?.slug ?? post.slug;
    delete post.beforeTrash;
  }
  const status = wanted ?? post.status;
  if (post.floating) post.date = now;
  if (status === "publish" || status === "future") {
    post.floating = false;
    post.status = post.date > now ? "future" : "publish";
  } else {
    post.status = status;
    if (status === "private") post.floating = false;
  }
}

/** Drafts keep an empty slug until they are published, unless one is given. */
function settleSlug({ state }: WpContext, post: WpPost, args: Dict): void {
  if (post.status === "trash") return;
  const isOut = ["publish", "future", "private", "inherit"].includes(post.status);
  const fromTitle = isOut ? slugOf(post.title) || String(post.id) : "";
  const wanted = slugOf(optionalText(args.slug) ?? "") || post.slug || fromTitle;
  if (wanted === "") return;
  post.slug = uniqueSlug(wanted, (slug) =>
    [...state.posts.values()].some(
      (other) => other !== post && other.slug === slug && sameSpace(other, post),
    ),
  );
}

/** Media share their slugs with everything, posts and pages with their own kind. */
function sameSpace(a: WpPost, b: WpPost): boolean {
  return a.type === b.type || a.type === "attachment" || b.type === "attachment";
}
