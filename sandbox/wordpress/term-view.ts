import type { Dict } from "../kit/json";
import { restUrl, type WpContext } from "./context";
import type { WpTerm } from "./model";

export const taxonomyBases = { category: "categories", post_tag: "tags" } as const;

export function viewTerm(context: WpContext, term: WpTerm): Dict {
  const base = taxonomyBases[term.taxonomy];
  const rest = (route: string) => restUrl(context, route);
  return {
    id: term.id,
    count: context.state.countOf(term),
    description: term.description,
    link: `${context.site}/${term.taxonomy === "category" ? "category" : "tag"}/${term.slug}/`,
    name: term.name,
    slug: term.slug,
    taxonomy: term.taxonomy,
    ...(term.taxonomy === "category" ? { parent: term.parent } : {}),
    meta: [],
    _links: {
      self: [{ href: rest(`/wp/v2/${base}/${term.id}`) }],
      collection: [{ href: rest(`/wp/v2/${base}`) }],
      about: [{ href: rest(`/wp/v2/taxonomies/${term.taxonomy}`) }],
      "wp:post_type": [{ href: rest(`/wp/v2/posts?${base}=${term.id}`) }],
    },
  };
}
