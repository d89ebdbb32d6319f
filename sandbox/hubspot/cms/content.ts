import { type Dict, toDict, toList } from "../../kit/json";
import { padded } from "../../kit/random";
import type { ContentKind } from "./kinds";

export interface ContentItem {
  id: number;
  kind: ContentKind;
  createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
  state: "DRAFT" | "PUBLISHED" | "SCHEDULED";
  publishAt: number | null;
  live: Dict;
  /** Changes not pushed live yet; null when there are none. */
  draft: Dict | null;
}

export const demoBlogId = "210000001";
const firstId = 310_000_001;
const dayMs = 86_400_000;

/** Blog posts, pages, emails, blog authors and tags of one portal. */
export class ContentShelf {
  readonly items = new Map<number, ContentItem>();
  private lastId = firstId - 1;

  constructor(
    saved: unknown,
    epoch: number,
    private readonly changed: () => void,
  ) {
    if (saved === undefined) this.seed(epoch);
    else this.load(saved);
  }

  get(kind: ContentKind, id: string): ContentItem | undefined {
    const item = /^\d+$/.test(id) ? this.items.get(Number(id)) : undefined;
    return item?.kind === kind ? item : undefined;
  }

  list(kind: ContentKind): ContentItem[] {
    return [...this.items.values()].filter((item) => item.kind === kind);
  }

  add(kind: ContentKind, live: Dict, now: number, state: ContentItem["state"] = "DRAFT"): ContentItem {
    this.lastId += 1;
    const item: ContentItem = {
      id: this.lastId,
      kind,
      createdAt: now,
      updatedAt: now,
      archivedAt: null,
      state,
      publishAt: state === "PUBLISHED" ? now : null,
      live,
      draft: null,
    };
    this.items.set(item.id, item);
    this.changed();
    return item;
  }

  touch(item: ContentItem, now: number): void {
    item.updatedAt = now;
    this.changed();
  }

  save(): unknown {
    return { lastId: this.lastId, items: [...this.items.values()] };
  }

  private load(saved: unknown): void {
    const { lastId, items } = toDict(saved);
    if (typeof lastId === "number") this.lastId = lastId;
    for (const item of toList(items) as ContentItem[]) this.items.set(item.id, item);
  }

  private seed(epoch: number): void {
    const at = (daysAgo: number) => epoch - daysAgo * dayMs;
    const author = this.add(
      "authors",
      { fullName: "Demo Author", email: "demo.author@example.test", slug: "demo-author" },
      at(300),
    );
    const tag = this.add("tags", { name: "Demo Tag", slug: "demo-tag" }, at(300));
    for (let i = 1; i <= 12; i++)
      this.add(
        "posts",
        {
          name: `Demo Blog Post ${padded(i, 2)}`,
          contentGroupId: demoBlogId,
          slug: `demo-blog/demo-post-${padded(i, 2)}`,
          htmlTitle: `Demo Blog Post ${padded(i, 2)}`,
          metaDescription: "A made-up post for trying things out.",
          postBody: `<p>This is demo post ${i}.</p>`,
          blogAuthorId: String(author.id),
          tagIds: [tag.id],
        },
        at(120 - i * 9),
        i % 4 === 0 ? "DRAFT" : "PUBLISHED",
      );
    for (const kind of ["sitePages", "landingPages"] as const)
      for (let i = 1; i <= 3; i++)
        this.add(
          kind,
          {
            name: `Demo ${kind === "sitePages" ? "Page" : "Landing Page"} ${i}`,
            templatePath: "@hubspot/growth/templates/page.html",
            slug: `demo-${kind === "sitePages" ? "page" : "landing"}-${i}`,
          },
          at(60 - i * 10),
          "PUBLISHED",
        );
    for (let i = 1; i <= 4; i++)
      this.add(
        "emails",
        { name: `Demo Email ${i}`, subject: `Demo subject ${i}` },
        at(40 - i * 6),
        i % 2 ? "PUBLISHED" : "DRAFT",
      );
  }
}
