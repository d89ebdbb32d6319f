import type { Dict } from "../../kit/json";

export type ContentKind = "posts" | "sitePages" | "landingPages" | "emails" | "authors" | "tags";

export interface KindSpec {
  kind: ContentKind;
  path: string;
  required: string[];
  read: string[];
  write: string[];
  /** Names of the moments in answers. */
  created: string;
  updated: string;
  /** Whether it goes through draft and live. */
  cycle: boolean;
  defaults: Dict;
}

const pageDefaults: Dict = {
  slug: "",
  htmlTitle: "",
  metaDescription: "",
  language: "en",
  domain: "",
  authorName: "Demo User",
  featuredImage: "",
  featuredImageAltText: "",
  useFeaturedImage: false,
  headHtml: "",
  footerHtml: "",
  layoutSections: {},
  widgetContainers: {},
  widgets: {},
  translations: {},
  publicAccessRules: [],
  publicAccessRulesEnabled: false,
  publishImmediately: false,
  archivedInDashboard: false,
  createdById: "7700001",
  updatedById: "7700001",
};

export const kinds: Record<ContentKind, KindSpec> = {
  posts: {
    kind: "posts",
    path: "/cms/v3/blogs/posts",
    required: ["name", "contentGroupId"],
    read: ["content"],
    write: ["content"],
    created: "created",
    updated: "updated",
    cycle: true,
    defaults: {
      ...pageDefaults,
      contentTypeCategory: "3",
      blogAuthorId: "",
      tagIds: [],
      postBody: "",
      postSummary: "",
      rssBody: "",
      rssSummary: "",
    },
  },
  sitePages: {
    kind: "sitePages",
    path: "/cms/v3/pages/site-pages",
    required: ["name", "templatePath"],
    read: ["content"],
    write: ["content"],
    created: "createdAt",
    updated: "updatedAt",
    cycle: true,
    defaults: { ...pageDefaults, contentTypeCategory: "1", subcategory: "site_page" },
  },
  landingPages: {
    kind: "landingPages",
    path: "/cms/v3/pages/landing-pages",
    required: ["name", "templatePath"],
    read: ["content", "content.landing_pages.read"],
    write: ["content", "content.landing_pages.write"],
    created: "createdAt",
    updated: "updatedAt",
    cycle: true,
    defaults: { ...pageDefaults, contentTypeCategory: "1", subcategory: "landing_page" },
  },
  emails: {
    kind: "emails",
    path: "/marketing/v3/emails",
    required: ["name"],
    read: ["marketing-email", "marketing.email.read", "content"],
    write: ["marketing-email", "marketing.email.write", "content"],
    created: "createdAt",
    updated: "updatedAt",
    cycle: true,
    defaults: {
      subject: "",
      content: {},
      from: {},
      to: {},
      subcategory: "batch",
      type: "BATCH_EMAIL",
      language: "en",
      sendOnPublish: true,
      isTransactional: false,
      activeDomain: "",
    },
  },
  authors: {
    kind: "authors",
    path: "/cms/v3/blogs/authors",
    required: ["fullName"],
    read: ["content"],
    write: ["content"],
    created: "created",
    updated: "updated",
    cycle: false,
    defaults: { email: "", slug: "", bio: "", avatar: "", language: "en", website: "" },
  },
  tags: {
    kind: "tags",
    path: "/cms/v3/blogs/tags",
    required: ["name"],
    read: ["content"],
    write: ["content"],
    created: "created",
    updated: "updated",
    cycle: false,
    defaults: { slug: "", language: "en" },
  },
};
