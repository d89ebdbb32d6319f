import { escapeHtml, page } from "../kit/html";
import { type Call, html, type Reply, redirect } from "../kit/http";
import { restUrl, type WpContext } from "./context";
import { localText } from "./dates";
import type { WpPost } from "./model";
import { permalink, uploadUrl } from "./post-links";
import { plainText, renderContent, renderExcerpt, renderTitle } from "./render";

type SiteContext = Pick<WpContext, "state" | "site" | "values">;

const perPage = 10;

/** The public side: what a reader of the site sees. */
export function siteReply(call: Call, context: SiteContext): Reply {
  const { state, site } = context;
  const byId = Number(call.query.get("p") ?? call.query.get("page_id") ?? 0);
  if (byId > 0) {
    const post = state.posts.get(byId);
    return post?.status === "publish" ? redirect(permalink(site, post)) : notFound(context);
  }
  const uploads = "/wp-content/uploads/";
  if (call.path.startsWith(uploads)) return fileReply(decode(call.path.slice(uploads.length)), context);
  if (call.path.startsWith("/avatar/")) return avatar(call);
  const slug = decode(call.path.replace(/^\/|\/$/g, ""));
  if (slug === "" || slug === "index.php") return home(call, context);
  const post = [...state.posts.values()].find(
    (candidate) => candidate.slug === slug && ["publish", "inherit"].includes(candidate.status),
  );
  if (post) return single(post, context);
  const archive = /^(category|tag|author)\/([^/]+)$/.exec(slug);
  return archive ? archiveReply(call, context, archive[1] ?? "", archive[2] ?? "") : notFound(context);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** REST discovery: in a header and in the head of every page. */
function siteHeaders(context: SiteContext): Record<string, string> {
  if (context.values.restDisabled === true) return {};
  return { link: `<${restUrl(context, "/")}>; rel="https://api.w.org/"` };
}

function shell(context: SiteContext, title: string, body: string): string {
  const { state, site, values } = context;
  const head =
    values.restDisabled === true
      ? ""
      : `<link rel="https://api.w.org/" href="${escapeHtml(restUrl(context, "/"))}">`;
  return page({
    title: `${title} – ${state.title}`,
    head,
    style: siteStyle,
    body: `<header class="site"><a href="${site}/">${escapeHtml(state.title)}</a><span class="soft">${escapeHtml(state.tagline)}</span></header><main>${body}</main>`,
  });
}

function notFound(context: SiteContext): Reply {
  return html(
    404,
    shell(context, "Page not found", "<h1>Page not found</h1><p>Nothing lies at this address.</p>"),
    siteHeaders(context),
  );
}

function published({ state }: SiteContext): WpPost[] {
  return [...state.posts.values()]
    .filter((post) => post.type === "post" && post.status === "publish")
    .sort((a, b) => Number(b.sticky) - Number(a.sticky) || b.date - a.date || b.id - a.id);
}

function home(call: Call, context: SiteContext): Reply {
  return html(200, shell(context, "Home", cards(call, context, published(context))), siteHeaders(context));
}

function archiveReply(call: Call, context: SiteContext, kind: string, name: string): Reply {
  const { state } = context;
  const term = [...state.terms.values()].find((candidate) => candidate.slug === name);
  const author = [...state.users.values()].find((candidate) => candidate.login === name);
  const posts = published(context).filter((post) =>
    kind === "author"
      ? post.author === author?.id
      : [...post.categories, ...post.tags].includes(term?.id ?? -1),
  );
  const title = kind === "author" ? author?.name : term?.name;
  if (!title) return notFound(context);
  return html(
    200,
    shell(context, title, `<h1>${escapeHtml(title)}</h1>${cards(call, context, posts)}`),
    siteHeaders(context),
  );
}

function cards(call: Call, context: SiteContext, posts: WpPost[]): string {
  const number = Math.max(1, Number(call.query.get("paged") ?? 1) || 1);
  const shown = posts.slice((number - 1) * perPage, number * perPage);
  const items = shown.map(
    (post) =>
      `<article class="teaser">${picture(post, context, true)}<div><h2><a href="${permalink(context.site, post)}">${renderTitle(post.title)}</a></h2>
<p class="soft">${day(post)}</p>${renderExcerpt(post.excerpt, post.content)}</div></article>`,
  );
  const older =
    posts.length > number * perPage ? `<a rel="next" href="?paged=${number + 1}">Older posts</a>` : "";
  const newer = number > 1 ? `<a rel="prev" href="?paged=${number - 1}">Newer posts</a>` : "";
  return `${items.join("") || "<p>No posts yet.</p>"}<nav class="row">${newer}${older}</nav>`;
}

function day(post: WpPost): string {
  return localText(post.date).slice(0, 10);
}

function picture(post: WpPost, { state, site }: SiteContext, isSmall = false): string {
  const image = state.posts.get(post.featuredMedia);
  if (!image?.media) return "";
  const { file, alt, width, height } = image.media;
  return `<img class="${isSmall ? "thumb" : "hero"} wp-post-image" src="${uploadUrl(site, file)}" alt="${escapeHtml(alt)}" width="${width}" height="${height}">`;
}

function single(post: WpPost, context: SiteContext): Reply {
  const { state, site } = context;
  const author = state.users.get(post.author)?.name ?? "";
  const terms = [...post.categories, ...post.tags].flatMap((id) => state.terms.get(id)?.name ?? []);
  const media = post.media
    ? `<img class="hero" src="${uploadUrl(site, post.media.file)}" alt="${escapeHtml(post.media.alt)}">`
    : picture(post, context);
  const text =
    post.password === "" ? renderContent(post.content) : "<p>This content is protected with a password.</p>";
  const body = `<article class="single"><h1>${renderTitle(post.title)}</h1><p class="soft">${day(post)} · ${escapeHtml(author)}${terms.length > 0 ? ` · ${escapeHtml(terms.join(", "))}` : ""}</p>${media}<div class="entry-content">${text}</div></article>`;
  return html(200, shell(context, plainText(post.title), body), siteHeaders(context));
}

function fileReply(file: string, context: SiteContext): Reply {
  const post = [...context.state.posts.values()].find((candidate) => candidate.media?.file === file);
  const bytes = post && context.state.readUpload(post);
  if (!post?.media || !bytes) return notFound(context);
  return {
    status: 200,
    headers: {
      "content-type": post.media.mime,
      "content-security-policy": "sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "public, max-age=3600",
    },
    body: bytes,
  };
}

function avatar(call: Call): Reply {
  const hue = (Number(call.path.split("/")[2]) * 67) % 360;
  const body = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" fill="hsl(${hue || 0} 45% 55%)"/><circle cx="48" cy="38" r="16" fill="#fff"/><rect x="20" y="60" width="56" height="36" rx="18" fill="#fff"/></svg>`;
  return { status: 200, headers: { "content-type": "image/svg+xml" }, body };
}

const siteStyle = `body{background:var(--card)}.site,main{max-width:46rem;margin:0 auto;padding:1.4rem 1rem}
.site{display:flex;gap:1rem;align-items:baseline;flex-wrap:wrap;border-bottom:1px solid var(--line)}.site a{font-weight:700;font-size:1.15rem;text-decoration:none;color:var(--ink)}
h1{font-size:2rem;line-height:1.2;margin:1rem 0 .4rem}h2{font-size:1.2rem;margin:0}p{margin:.5rem 0}
.teaser{display:flex;gap:1.1rem;padding:1.2rem 0;border-bottom:1px solid var(--line)}.teaser h2 a{text-decoration:none}.teaser .thumb{width:9rem;height:5.2rem;object-fit:cover;border-radius:.5rem;flex:none}
.hero{width:100%;height:auto;border-radius:.7rem;margin:.8rem 0}.entry-content img{max-width:100%;height:auto}.entry-content{font-size:1.05rem}figure{margin:1rem 0}
@media (max-width:34rem){.teaser{flex-direction:column}.teaser .thumb{width:100%;height:auto}}`;
