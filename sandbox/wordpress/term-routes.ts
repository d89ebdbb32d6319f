import { type Call, json, type Reply } from "../kit/http";
import type { Dict } from "../kit/json";
import { type ArgSpecs, numbers, optionalNumber, optionalText, strings } from "./args";
import { restUrl, type WpContext, type WpRouter } from "./context";
import { forbid, refuse } from "./errors";
import type { Taxonomy, WpTerm } from "./model";
import { listReply, ordered, pagingArgs, windowOf } from "./paging";
import { slugOf, uniqueSlug } from "./render";
import { can } from "./roles";
import { taxonomyBases, viewTerm } from "./term-view";

const listArgs: ArgSpecs = {
  ...pagingArgs,
  order: { type: "string", oneOf: ["asc", "desc"], default: "asc" },
  orderby: {
    type: "string",
    oneOf: ["id", "include", "name", "slug", "include_slugs", "term_group", "description", "count"],
    default: "name",
  },
  hide_empty: { type: "boolean", default: false },
  parent: { type: "integer" },
  post: { type: "integer" },
  slug: { type: "list", items: "string" },
};

function writeArgs(isNew: boolean): ArgSpecs {
  return {
    name: { type: "string", required: isNew },
    description: { type: "string" },
    slug: { type: "string" },
    parent: { type: "integer" },
    meta: { type: "any" },
  };
}

export function addTermRoutes(router: WpRouter): void {
  for (const taxonomy of ["category", "post_tag"] as const) {
    const base = `/wp/v2/${taxonomyBases[taxonomy]}`;
    router.add("GET", base, listArgs, (context, args, call) => list(taxonomy, context, args, call));
    router.add("POST", base, writeArgs(true), (context, args) => create(taxonomy, context, args), true);
    router.add("GET", `${base}/:id`, {}, (context, _args, call) =>
      json(200, viewTerm(context, termOf(taxonomy, context, call))),
    );
    router.add(
      "POST|PUT|PATCH",
      `${base}/:id`,
      writeArgs(false),
      (context, args, call) => update(taxonomy, context, args, call),
      true,
    );
    router.add(
      "DELETE",
      `${base}/:id`,
      { force: { type: "boolean", default: false } },
      (context, args, call) => remove(taxonomy, context, args, call),
      true,
    );
  }
}

function termOf(taxonomy: Taxonomy, { state }: WpContext, call: Call): WpTerm {
  const term = state.terms.get(Number(call.params.id));
  if (term?.taxonomy !== taxonomy) throw refuse(404, "rest_term_invalid", "Term does not exist.");
  return term;
}

function list(taxonomy: Taxonomy, context: WpContext, args: Dict, call: Call): Reply {
  const { state } = context;
  const search = optionalText(args.search)?.toLowerCase() ?? "";
  const include = numbers(args.include);
  const slugs = strings(args.slug);
  const post = typeof args.post === "number" ? state.posts.get(args.post) : undefined;
  const rows = state
    .termsOf(taxonomy)
    .filter(
      (term) =>
        (search === "" || term.name.toLowerCase().includes(search)) &&
        (include.length === 0 || include.includes(term.id)) &&
        !numbers(args.exclude).includes(term.id) &&
        (slugs.length === 0 || slugs.includes(term.slug)) &&
        (args.parent === undefined || term.parent === args.parent) &&
        (args.post === undefined || [...(post?.categories ?? []), ...(post?.tags ?? [])].includes(term.id)) &&
        (args.hide_empty !== true || state.countOf(term) > 0),
    );
  const key = (term: WpTerm): string | number => {
    if (args.orderby === "id") return term.id;
    if (args.orderby === "count") return state.countOf(term);
    if (args.orderby === "slug") return term.slug;
    return args.orderby === "description" ? term.description : term.name;
  };
  return listReply(context, call, windowOf(ordered(rows, args, key), args), (term) =>
    viewTerm(context, term),
  );
}

/** Categories need editing rights over terms; tags only those to assign them. */
function checkMayCreate(taxonomy: Taxonomy, { user }: WpContext): void {
  const needed = taxonomy === "category" ? "manage_categories" : "edit_posts";
  if (!can(user, needed))
    throw forbid(user, "rest_cannot_create", "Sorry, you are not allowed to create terms in this taxonomy.");
}

function create(taxonomy: Taxonomy, context: WpContext, args: Dict): Reply {
  const { state } = context;
  checkMayCreate(taxonomy, context);
  const name = String(args.name).trim();
  if (name === "") throw refuse(400, "empty_term_name", "A name is required for this term.");
  const parent = optionalNumber(args.parent) ?? 0;
  const twin = state
    .termsOf(taxonomy)
    .find((term) => term.name.toLowerCase() === name.toLowerCase() && term.parent === parent);
  if (twin)
    throw refuse(400, "term_exists", "A term with the name provided already exists with this parent.", {
      term_id: twin.id,
    });
  const term: WpTerm = {
    id: state.nextId("terms"),
    taxonomy,
    name,
    slug: "",
    description: optionalText(args.description) ?? "",
    parent: taxonomy === "category" ? parent : 0,
  };
  const wanted = slugOf(optionalText(args.slug) ?? "") || slugOf(name) || String(term.id);
  term.slug = uniqueSlug(wanted, (slug) => state.termsOf(taxonomy).some((other) => other.slug === slug));
  state.terms.set(term.id, term);
  state.changed();
  const location = restUrl(context, `/wp/v2/${taxonomyBases[taxonomy]}/${term.id}`);
  return json(201, viewTerm(context, term), { location });
}

function update(taxonomy: Taxonomy, context: WpContext, args: Dict, call: Call): Reply {
  const term = termOf(taxonomy, context, call);
  if (!can(context.user, "manage_categories"))
    throw forbid(context.user, "rest_cannot_update", "Sorry, you are not allowed to edit this term.");
  term.name = optionalText(args.name) ?? term.name;
  term.slug = slugOf(optionalText(args.slug) ?? "") || term.slug;
  term.description = optionalText(args.description) ?? term.description;
  if (taxonomy === "category") term.parent = optionalNumber(args.parent) ?? term.parent;
  context.state.changed();
  return json(200, viewTerm(context, term));
}

function remove(taxonomy: Taxonomy, context: WpContext, args: Dict, call: Call): Reply {
  const { state, user } = context;
  const term = termOf(taxonomy, context, call);
  if (!can(user, "manage_categories"))
    throw forbid(user, "rest_cannot_delete", "Sorry, you are not allowed to delete this term.");
  if (args.force !== true)
    throw refuse(
      501,
      "rest_trash_not_supported",
      "Terms do not support trashing. Set 'force=true' to delete.",
    );
  const previous = viewTerm(context, term);
  state.terms.delete(term.id);
  for (const post of state.posts.values()) {
    post.categories = post.categories.filter((id) => id !== term.id);
    post.tags = post.tags.filter((id) => id !== term.id);
  }
  state.changed();
  return json(200, { deleted: true, previous });
}
