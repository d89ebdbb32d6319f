import { restUrl, type WpContext } from "./context";
import type { WpPost } from "./model";

export const restBases = { post: "posts", page: "pages", attachment: "media" } as const;

/** Public address; drafts have only the one by id. */
export function permalink(site: string, post: WpPost): string {
  const isPlain = ["draft", "pending", "future", "trash"].includes(post.status) || post.slug === "";
  if (isPlain) return `${site}/?${post.type === "page" ? "page_id" : "p"}=${post.id}`;
  return `${site}/${post.slug}/`;
}

export function uploadUrl(site: string, file: string): string {
  return `${site}/wp-content/uploads/${file.split("/").map(encodeURIComponent).join("/")}`;
}

type Link = {
  href: string;
  embeddable?: boolean;
  taxonomy?: string;
  name?: string;
  templated?: boolean;
  count?: number;
};

export function postLinks(context: WpContext, post: WpPost): Record<string, Link[]> {
  const rest = (route: string) => restUrl(context, route);
  const base = `/wp/v2/${restBases[post.type]}`;
  const links: Record<string, Link[]> = {
    self: [{ href: rest(`${base}/${post.id}`) }],
    collection: [{ href: rest(base) }],
    about: [{ href: rest(`/wp/v2/types/${post.type}`) }],
    author: [{ embeddable: true, href: rest(`/wp/v2/users/${post.author}`) }],
    replies: [{ embeddable: true, href: rest(`/wp/v2/comments?post=${post.id}`) }],
  };
  if (post.type === "attachment") return links;
  if (post.featuredMedia > 0)
    links["wp:featuredmedia"] = [{ embeddable: true, href: rest(`/wp/v2/media/${post.featuredMedia}`) }];
  links["wp:attachment"] = [{ href: rest(`/wp/v2/media?parent=${post.id}`) }];
  if (post.type === "post")
    links["wp:term"] = [
      { taxonomy: "category", embeddable: true, href: rest(`/wp/v2/categories?post=${post.id}`) },
      { taxonomy: "post_tag", embeddable: true, href: rest(`/wp/v2/tags?post=${post.id}`) },
    ];
  links.curies = [{ name: "wp", href: "https://api.w.org/{rel}", templated: true }];
  return links;
}
