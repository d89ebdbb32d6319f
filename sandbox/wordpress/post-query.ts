import type { Call, Reply } from "../kit/http";
import { Refusal } from "../kit/http";
import type { Dict } from "../kit/json";
import { type ArgSpecs, invalidParams, numbers, optionalText, strings } from "./args";
import type { WpContext } from "./context";
import { parseSiteDate } from "./dates";
import { errorReply, forbid, refuse } from "./errors";
import type { PostType, WpPost } from "./model";
import { listReply, ordered, pagingArgs, windowOf } from "./paging";
import { embedded, type ViewMode, viewPost } from "./post-view";
import { can, mayRead, nounOf } from "./roles";

const orders = [
  "author",
  "date",
  "id",
  "include",
  "modified",
  "parent",
  "relevance",
  "slug",
  "include_slugs",
  "title",
] as const;
const statuses = [
  "publish",
  "future",
  "draft",
  "pending",
  "private",
  "trash",
  "auto-draft",
  "inherit",
  "any",
] as const;
const moment = { type: "string", date: true } as const;
const ids = { type: "list", items: "integer" } as const;

export function listArgs(type: PostType): ArgSpecs {
  const common: ArgSpecs = {
    ...pagingArgs,
    after: moment,
    before: moment,
    modified_after: moment,
    modified_before: moment,
    author: ids,
    author_exclude: ids,
    order: { type: "string", oneOf: ["asc", "desc"], default: "desc" },
    slug: { type: "list", items: "string" },
    search_columns: { type: "list", items: "string", oneOf: ["post_title", "post_content", "post_excerpt"] },
    _embed: { type: "any" },
  };
  const orderby = (extra: string[]): ArgSpecs => ({
    orderby: { type: "string", oneOf: [...orders, ...extra], default: "date" },
  });
  const status = (standard: string, oneOf: readonly string[]): ArgSpecs => ({
    status: { type: "list", items: "string", oneOf, default: [standard] },
  });
  const parent: ArgSpecs = { parent: ids, parent_exclude: ids };
  if (type === "page")
    return {
      ...common,
      ...parent,
      ...orderby(["menu_order"]),
      ...status("publish", statuses),
      menu_order: { type: "integer" },
    };
  if (type === "attachment")
    return {
      ...common,
      ...parent,
      ...orderby([]),
      ...status("inherit", ["inherit", "private", "trash"]),
      media_type: { type: "string", oneOf: ["image", "video", "text", "application", "audio"] },
      mime_type: { type: "string" },
    };
  return {
    ...common,
    ...orderby([]),
    ...status("publish", statuses),
    categories: ids,
    categories_exclude: ids,
    tags: ids,
    tags_exclude: ids,
    tax_relation: { type: "string", oneOf: ["AND", "OR"] },
    sticky: { type: "boolean" },
  };
}

export function listPosts(type: PostType, context: WpContext, args: Dict, call: Call): Reply {
  const mode = args.context as ViewMode;
  const noun = nounOf(type);
  if (mode === "edit" && !can(context.user, `edit_${noun}`))
    throw forbid(
      context.user,
      "rest_forbidden_context",
      "Sorry, you are not allowed to edit posts in this post type.",
    );
  checkStatuses(type, context, args);
  checkOrder(args);
  const all = sortPosts(
    [...context.state.posts.values()].filter((post) => post.type === type && matches(post, args)),
    args,
  );
  const window = windowOf(all, args);
  if (window.page > window.pages && window.total > 0 && args.offset === undefined)
    throw refuse(
      400,
      "rest_post_invalid_page_number",
      "The page number requested is larger than the number of pages available.",
    );
  // What the caller may not read is dropped from the page, while the totals still count it.
  const rows = window.rows.filter((post) => mayRead(context.user, post));
  const view = (post: WpPost) => ({
    ...viewPost(context, post, mode),
    ...(args._embed === undefined ? {} : { _embedded: embedded(context, post) }),
  });
  return listReply(context, call, { ...window, rows }, view);
}

function checkStatuses(type: PostType, { user }: WpContext, args: Dict): void {
  const open = type === "attachment" ? "inherit" : "publish";
  const isForbidden = strings(args.status).some((status) => {
    if (status === open) return false;
    if (status === "private")
      return !can(user, `read_private_${nounOf(type)}`) && !can(user, `edit_${nounOf(type)}`);
    return !can(user, `edit_${nounOf(type)}`);
  });
  if (!isForbidden) return;
  const problem = { code: "rest_forbidden_status", message: "Status is forbidden.", data: null };
  throw new Refusal(errorReply(invalidParams({ status: problem })));
}

function checkOrder(args: Dict): void {
  if (args.orderby === "relevance" && !args.search)
    throw refuse(
      400,
      "rest_no_search_term_defined",
      "You need to define a search term to order by relevance.",
    );
  if (args.orderby === "include" && numbers(args.include).length === 0)
    throw refuse(
      400,
      "rest_orderby_include_missing_include",
      "You need to define an include parameter to order by include.",
    );
}

function matches(post: WpPost, args: Dict): boolean {
  return (
    matchesStatus(post, strings(args.status)) &&
    matchesLists(post, args) &&
    matchesMoments(post, args) &&
    matchesRest(post, args)
  );
}

function matchesStatus(post: WpPost, wanted: string[]): boolean {
  return wanted.includes(post.status) || (wanted.includes("any") && post.status !== "trash");
}

function matchesLists(post: WpPost, args: Dict): boolean {
  const within = (name: string, value: number) =>
    numbers(args[name]).length === 0 || numbers(args[name]).includes(value);
  const without = (name: string, value: number) => !numbers(args[name]).includes(value);
  const slugs = strings(args.slug);
  return (
    within("include", post.id) &&
    without("exclude", post.id) &&
    within("author", post.author) &&
    without("author_exclude", post.author) &&
    within("parent", post.parent) &&
    without("parent_exclude", post.parent) &&
    (slugs.length === 0 || slugs.includes(post.slug)) &&
    matchesTerms(post, args)
  );
}

function matchesTerms(post: WpPost, args: Dict): boolean {
  const has = (own: number[], name: string) => numbers(args[name]).some((id) => own.includes(id));
  if (has(post.categories, "categories_exclude") || has(post.tags, "tags_exclude")) return false;
  const asked = [
    { own: post.categories, name: "categories" },
    { own: post.tags, name: "tags" },
  ].filter(({ name }) => numbers(args[name]).length > 0);
  if (asked.length === 0) return true;
  const test = ({ own, name }: { own: number[]; name: string }) => has(own, name);
  return args.tax_relation === "OR" ? asked.some(test) : asked.every(test);
}

/** All four bounds are exclusive and compare on whole seconds. */
function matchesMoments(post: WpPost, args: Dict): boolean {
  const bound = (name: string) => {
    const text = optionalText(args[name]);
    return text === undefined ? undefined : parseSiteDate(text);
  };
  const [after, before] = [bound("after"), bound("before")];
  const [modifiedAfter, modifiedBefore] = [bound("modified_after"), bound("modified_before")];
  return (
    (after === undefined || post.date > after) &&
    (before === undefined || post.date < before) &&
    (modifiedAfter === undefined || post.modified > modifiedAfter) &&
    (modifiedBefore === undefined || post.modified < modifiedBefore)
  );
}

function matchesRest(post: WpPost, args: Dict): boolean {
  const search = optionalText(args.search)?.toLowerCase();
  if (search) {
    // The stored column is searched, block comments and all.
    const columns = strings(args.search_columns);
    const use = (name: string, text: string) =>
      columns.length === 0 || columns.includes(name) ? ` ${text}` : "";
    const text = `${use("post_title", post.title)}${use("post_content", post.content)}${use("post_excerpt", post.excerpt)}`;
    if (!search.split(/\s+/).every((word) => text.toLowerCase().includes(word))) return false;
  }
  if (typeof args.sticky === "boolean" && post.sticky !== args.sticky) return false;
  if (typeof args.menu_order === "number" && post.menuOrder !== args.menu_order) return false;
  const mime = post.media?.mime ?? "";
  if (typeof args.media_type === "string" && !mime.startsWith(`${args.media_type}/`)) return false;
  return typeof args.mime_type !== "string" || mime === args.mime_type;
}

function sortPosts(posts: WpPost[], args: Dict): WpPost[] {
  const include = numbers(args.include);
  const slugs = strings(args.slug);
  switch (args.orderby) {
    case "author":
      return ordered(posts, args, (post) => post.author);
    case "id":
      return ordered(posts, args, (post) => post.id);
    case "modified":
      return ordered(posts, args, (post) => post.modified);
    case "parent":
      return ordered(posts, args, (post) => post.parent);
    case "slug":
      return ordered(posts, args, (post) => post.slug);
    case "title":
      return ordered(posts, args, (post) => post.title);
    case "menu_order":
      return ordered(posts, args, (post) => post.menuOrder);
    case "include":
      return [...posts].sort((a, b) => include.indexOf(a.id) - include.indexOf(b.id));
    case "include_slugs":
      return [...posts].sort((a, b) => slugs.indexOf(a.slug) - slugs.indexOf(b.slug));
    default:
      return ordered(posts, args, (post) => post.date);
  }
}
