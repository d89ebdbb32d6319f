import { type Call, json, type Reply } from "../kit/http";
import type { Dict } from "../kit/json";
import { restUrl, type WpContext, type WpRouter } from "./context";
import { forbid, refuse } from "./errors";
import { postTypeLabels, taxonomyLabels } from "./labels";
import type { PostType, Taxonomy } from "./model";
import { restBases } from "./post-links";
import { can } from "./roles";
import { taxonomyBases } from "./term-view";

const contextArg = {
  context: { type: "string", oneOf: ["view", "embed", "edit"], default: "view" },
} as const;

export function addTypeRoutes(router: WpRouter): void {
  router
    .add("GET", "/wp/v2/types", contextArg, (context, args) => keyed(context, args, typeNames, viewType))
    .add("GET", "/wp/v2/types/:slug", contextArg, (context, args, call) =>
      one(context, args, call, typeNames, viewType, "rest_type_invalid", "Invalid post type."),
    )
    .add("GET", "/wp/v2/taxonomies", { ...contextArg, type: { type: "string" } }, (context, args) =>
      keyed(context, args, taxonomyNames, viewTaxonomy),
    )
    .add("GET", "/wp/v2/taxonomies/:slug", contextArg, (context, args, call) =>
      one(context, args, call, taxonomyNames, viewTaxonomy, "rest_taxonomy_invalid", "Invalid taxonomy."),
    )
    .add("GET", "/wp/v2/statuses", contextArg, statuses);
}

const typeNames: PostType[] = ["post", "page", "attachment"];
const taxonomyNames: Taxonomy[] = ["category", "post_tag"];

type View<T> = (context: WpContext, name: T, isEdit: boolean) => Dict;

function checkContext({ user }: WpContext, args: Dict): boolean {
  if (args.context !== "edit") return false;
  if (!can(user, "edit_posts"))
    throw forbid(user, "rest_cannot_view", "Sorry, you are not allowed to edit posts in this post type.");
  return true;
}

function keyed<T extends string>(context: WpContext, args: Dict, names: T[], view: View<T>): Reply {
  const isEdit = checkContext(context, args);
  return json(200, Object.fromEntries(names.map((name) => [name, view(context, name, isEdit)])));
}

function one<T extends string>(
  context: WpContext,
  args: Dict,
  call: Call,
  names: T[],
  view: View<T>,
  code: string,
  message: string,
): Reply {
  const name = names.find((candidate) => candidate === call.params.slug);
  if (!name) throw refuse(404, code, message);
  return json(200, view(context, name, checkContext(context, args)));
}

function viewType(context: WpContext, slug: PostType, isEdit: boolean): Dict {
  const names = { post: "Posts", page: "Pages", attachment: "Media" } as const;
  const base = {
    description: "",
    hierarchical: slug === "page",
    has_archive: false,
    name: names[slug],
    slug,
    icon: { post: "dashicons-admin-post", page: "dashicons-admin-page", attachment: "dashicons-admin-media" }[
      slug
    ],
    taxonomies: slug === "post" ? taxonomyNames : [],
    rest_base: restBases[slug],
    rest_namespace: "wp/v2",
    _links: {
      collection: [{ href: restUrl(context, "/wp/v2/types") }],
      "wp:items": [{ href: restUrl(context, `/wp/v2/${restBases[slug]}`) }],
    },
  };
  if (!isEdit) return base;
  const supports = [
    "title",
    "editor",
    "author",
    "thumbnail",
    "excerpt",
    "comments",
    "revisions",
    "custom-fields",
  ];
  return {
    ...base,
    capabilities: typeCapabilities(slug),
    labels: postTypeLabels(names[slug]),
    supports: Object.fromEntries(supports.map((name) => [name, true])),
    viewable: true,
    visibility: { show_in_nav_menus: slug !== "attachment", show_ui: true },
  };
}

function typeCapabilities(slug: PostType): Dict {
  const noun = slug === "page" ? "page" : "post";
  const many = ["edit_posts", "edit_others_posts", "delete_posts", "publish_posts", "read_private_posts"];
  return {
    ...Object.fromEntries(
      ["edit_post", "read_post", "delete_post"].map((name) => [name, name.replace("post", noun)]),
    ),
    ...Object.fromEntries(many.map((name) => [name, name.replace("posts", `${noun}s`)])),
    read: "read",
    create_posts: slug === "attachment" ? "upload_files" : `edit_${noun}s`,
  };
}

function viewTaxonomy(context: WpContext, slug: Taxonomy, isEdit: boolean): Dict {
  const name = slug === "category" ? "Categories" : "Tags";
  const base = {
    name,
    slug,
    description: "",
    types: ["post"],
    hierarchical: slug === "category",
    rest_base: taxonomyBases[slug],
    rest_namespace: "wp/v2",
    _links: {
      collection: [{ href: restUrl(context, "/wp/v2/taxonomies") }],
      "wp:items": [{ href: restUrl(context, `/wp/v2/${taxonomyBases[slug]}`) }],
    },
  };
  if (!isEdit) return base;
  return {
    ...base,
    capabilities: {
      manage_terms: "manage_categories",
      edit_terms: "manage_categories",
      delete_terms: "manage_categories",
      assign_terms: "edit_posts",
    },
    labels: taxonomyLabels(name),
    show_cloud: true,
    visibility: {
      public: true,
      publicly_queryable: true,
      show_admin_column: true,
      show_in_nav_menus: true,
      show_in_quick_edit: true,
      show_ui: true,
    },
  };
}

function statuses(context: WpContext, args: Dict): Reply {
  const isEdit = checkContext(context, args);
  const names = can(context.user, "edit_posts")
    ? ["publish", "future", "draft", "pending", "private", "trash"]
    : ["publish"];
  const entries = names.map((slug) => {
    const base = {
      name: slug.replace(/^./, (first) => first.toUpperCase()),
      public: slug === "publish",
      queryable: slug === "publish",
      slug,
      date_floating: slug === "draft" || slug === "pending",
      _links: { archives: [{ href: restUrl(context, "/wp/v2/posts") }] },
    };
    const more = {
      private: slug === "private",
      protected: ["future", "draft", "pending"].includes(slug),
      show_in_list: slug !== "trash",
    };
    return [slug, isEdit ? { ...base, ...more } : base];
  });
  return json(200, Object.fromEntries(entries));
}
