import type { Dict } from "../../kit/json";
import type { ContentItem } from "./content";
import { kinds } from "./kinds";

export interface ViewContext {
  now: number;
  /** Where published pages can be looked at. */
  siteUrl: string;
}

/** SCHEDULED turns into PUBLISHED when its time has come. */
export function currentState(item: ContentItem, now: number): ContentItem["state"] {
  return item.state === "SCHEDULED" && item.publishAt !== null && item.publishAt <= now
    ? "PUBLISHED"
    : item.state;
}

export function viewContent(
  item: ContentItem,
  { now, siteUrl }: ViewContext,
  fields: Dict = item.live,
): Dict {
  const spec = kinds[item.kind];
  const state = currentState(item, now);
  const moments = {
    [spec.created]: new Date(item.createdAt).toISOString(),
    [spec.updated]: new Date(item.updatedAt).toISOString(),
  };
  const base = { ...spec.defaults, ...fields, id: String(item.id), ...moments };
  const archive = item.archivedAt === null ? {} : { archivedAt: item.archivedAt };
  if (!spec.cycle) return { ...base, ...archive };
  const publishDate = item.publishAt === null ? {} : { publishDate: new Date(item.publishAt).toISOString() };
  if (item.kind === "emails")
    return {
      ...base,
      state,
      isPublished: state === "PUBLISHED",
      archived: item.archivedAt !== null,
      ...publishDate,
      ...(state === "PUBLISHED" && item.publishAt
        ? { publishedAt: new Date(item.publishAt).toISOString() }
        : {}),
    };
  const slug =
    typeof fields.slug === "string" && fields.slug !== "" ? fields.slug : `-temporary-slug-${item.id}`;
  return {
    ...base,
    slug,
    url: `${siteUrl}/${slug}`,
    state,
    currentState: state,
    currentlyPublished: state === "PUBLISHED",
    ...publishDate,
    ...archive,
  };
}
