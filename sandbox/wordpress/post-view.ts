import type { Dict } from "../kit/json";
import type { WpContext } from "./context";
import { gmtText, localText } from "./dates";
import type { WpPost } from "./model";
import { permalink, postLinks, uploadUrl } from "./post-links";
import { renderContent, renderExcerpt, renderTitle, slugOf } from "./render";
import { viewTerm } from "./term-view";
import { viewUser } from "./user-view";

export type ViewMode = "view" | "embed" | "edit";

export function viewPost(context: WpContext, post: WpPost, mode: ViewMode, givenPassword = ""): Dict {
  const isEdit = mode === "edit";
  const isLocked = post.password !== "" && !isEdit && givenPassword !== post.password;
  const raw = (text: string): Dict => (isEdit ? { raw: text } : {});
  const title = { ...raw(post.title), rendered: renderTitle(post.title) };
  if (post.type === "attachment") return viewMedia(context, post, mode, title);
  const head = {
    id: post.id,
    date: localText(post.date),
    slug: post.slug,
    type: post.type,
    link: permalink(context.site, post),
    title,
    excerpt: {
      ...raw(post.excerpt),
      rendered: isLocked ? "" : renderExcerpt(post.excerpt, post.content),
      protected: post.password !== "",
    },
    author: post.author,
    featured_media: post.featuredMedia,
    _links: postLinks(context, post),
  };
  if (mode === "embed") return head;
  return {
    ...head,
    ...moments(post),
    guid: guid(context, post, isEdit),
    status: post.status,
    content: {
      ...raw(post.content),
      rendered: isLocked ? "" : renderContent(post.content),
      protected: post.password !== "",
      ...(isEdit ? { block_version: post.content.includes("<!-- wp:") ? 1 : 0 } : {}),
    },
    comment_status: post.commentStatus,
    ping_status: post.pingStatus,
    template: post.template,
    meta: { footnotes: "", ...post.meta },
    ...(post.type === "page"
      ? { parent: post.parent, menu_order: post.menuOrder }
      : { sticky: post.sticky, format: post.format, categories: post.categories, tags: post.tags }),
    ...(isEdit ? editOnly(context, post) : {}),
  };
}

function moments(post: WpPost): Dict {
  return {
    date_gmt: gmtText(post.date),
    modified: localText(post.modified),
    modified_gmt: gmtText(post.modified),
  };
}

function guid({ site }: WpContext, post: WpPost, isEdit: boolean): Dict {
  const address =
    post.type === "attachment" && post.media
      ? uploadUrl(site, post.media.file)
      : `${site}/?${post.type === "page" ? "page_id" : "p"}=${post.id}`;
  return isEdit ? { rendered: address, raw: address } : { rendered: address };
}

function editOnly(context: WpContext, post: WpPost): Dict {
  return {
    password: post.password,
    permalink_template: `${context.site}/%${post.type === "page" ? "pagename" : "postname"}%/`,
    generated_slug: slugOf(post.title),
  };
}

function viewMedia(context: WpContext, post: WpPost, mode: ViewMode, title: Dict): Dict {
  const isEdit = mode === "edit";
  const media = post.media;
  const url = media ? uploadUrl(context.site, media.file) : context.site;
  const markup = (text: string): Dict => ({
    ...(isEdit ? { raw: text } : {}),
    rendered: renderContent(text),
  });
  const head = {
    id: post.id,
    date: localText(post.date),
    slug: post.slug,
    type: "attachment",
    link: `${context.site}/${post.slug}/`,
    title,
    author: post.author,
    featured_media: 0,
    caption: markup(post.excerpt),
    alt_text: media?.alt ?? "",
    media_type: media?.mime.startsWith("image/") ? "image" : "file",
    mime_type: media?.mime ?? "application/octet-stream",
    media_details: media ? mediaDetails(post, url) : {},
    source_url: url,
    _links: postLinks(context, post),
  };
  if (mode === "embed") return head;
  return {
    ...head,
    ...moments(post),
    guid: guid(context, post, isEdit),
    status: "inherit",
    comment_status: post.commentStatus,
    ping_status: post.pingStatus,
    template: "",
    meta: [],
    description: markup(post.content),
    post: post.parent > 0 ? post.parent : null,
    ...(isEdit ? { ...editOnly(context, post), missing_image_sizes: [] } : {}),
  };
}

function mediaDetails({ media }: WpPost, url: string): Dict {
  if (!media?.mime.startsWith("image/")) return { filesize: media?.size ?? 0 };
  const { width, height, file, mime, size } = media;
  const full = { file: file.split("/").at(-1), width, height, mime_type: mime, source_url: url };
  return { width, height, file, filesize: size, sizes: { full }, image_meta: {} };
}

/** What `_embed` adds: author, featured picture, terms. */
export function embedded(context: WpContext, post: WpPost): Dict {
  const { users, posts, terms } = context.state;
  const author = users.get(post.author);
  const picture = posts.get(post.featuredMedia);
  const termList = (ids: number[]) =>
    ids.flatMap((id) => terms.get(id) ?? []).map((term) => viewTerm(context, term));
  return {
    author: author ? [viewUser(context, author, "embed")] : [],
    ...(picture ? { "wp:featuredmedia": [viewPost(context, picture, "embed")] } : {}),
    ...(post.type === "post" ? { "wp:term": [termList(post.categories), termList(post.tags)] } : {}),
  };
}
