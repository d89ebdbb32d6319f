import { escapeHtml, page } from "../../kit/html";
import { type Call, html, type Reply } from "../../kit/http";
import { toText } from "../../kit/json";
import type { HubspotContext } from "../context";
import type { ContentItem } from "./content";
import { currentState } from "./content-view";

const style = `main{max-width:44rem;margin:0 auto;padding:2.5rem 1rem}img{max-width:100%;height:auto;border-radius:.6rem}
h1{font-size:1.9rem;line-height:1.2;margin:.4rem 0 .8rem}ul{padding-left:1.1rem;display:grid;gap:.4rem}`;

/** The published blog posts and pages, for a person to look at. */
export function showSite(call: Call, { portals, clock }: HubspotContext): Reply {
  const slug = decodeURI(call.path.replace(/^\/site\/?/, ""));
  const items = [...portals.values()]
    .flatMap(({ content }) => [
      ...content.list("posts"),
      ...content.list("sitePages"),
      ...content.list("landingPages"),
    ])
    .filter((item) => item.archivedAt === null && currentState(item, clock.now()) === "PUBLISHED");
  if (slug === "" || slug === "demo-blog") return html(200, blogPage(call, items));
  const item = items.findLast((candidate) => slugOf(candidate) === slug);
  if (!item)
    return html(404, page({ title: "Not found", body: "<main><h1>Page not found</h1></main>", style }));
  return html(200, itemPage(call, item));
}

function slugOf(item: ContentItem): string {
  return toText(item.live.slug) || `-temporary-slug-${item.id}`;
}

function titleOf(item: ContentItem): string {
  return toText(item.live.htmlTitle) || toText(item.live.name) || "Untitled";
}

function blogPage(call: Call, items: ContentItem[]): string {
  const links = items
    .filter((item) => item.kind === "posts")
    .sort((a, b) => (b.publishAt ?? 0) - (a.publishAt ?? 0))
    .map(
      (item) =>
        `<li><a href="${call.baseUrl}/site/${escapeHtml(slugOf(item))}">${escapeHtml(titleOf(item))}</a></li>`,
    )
    .join("");
  return page({
    title: "Demo Blog",
    style,
    body: `<main><p class="soft">HubSpot sandbox</p><h1>Demo Blog</h1><ul>${links}</ul></main>`,
  });
}

function itemPage(call: Call, item: ContentItem): string {
  const image = toText(item.live.featuredImage);
  const figure =
    image && item.live.useFeaturedImage !== false
      ? `<img src="${escapeHtml(image)}" alt="${escapeHtml(toText(item.live.featuredImageAltText) ?? "")}">`
      : "";
  const description = escapeHtml(toText(item.live.metaDescription) ?? "");
  return page({
    title: titleOf(item),
    style,
    head: `<meta name="description" content="${description}">`,
    body: `<main><p class="soft"><a href="${call.baseUrl}/site">Demo Blog</a></p><h1>${escapeHtml(titleOf(item))}</h1>${figure}<article>${toText(item.live.postBody) ?? ""}</article></main>`,
  });
}
