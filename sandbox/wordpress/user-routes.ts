import { type Call, json, type Reply } from "../kit/http";
import type { Dict } from "../kit/json";
import { type ArgSpecs, numbers, optionalText, strings } from "./args";
import type { WpContext, WpRouter } from "./context";
import { forbid, refuse } from "./errors";
import type { WpUser } from "./model";
import { listReply, ordered, pagingArgs, windowOf } from "./paging";
import { can } from "./roles";
import { viewUser } from "./user-view";

const contextArg = { type: "string", oneOf: ["view", "embed", "edit"], default: "view" } as const;
const listArgs: ArgSpecs = {
  ...pagingArgs,
  order: { type: "string", oneOf: ["asc", "desc"], default: "asc" },
  orderby: {
    type: "string",
    oneOf: ["id", "include", "name", "registered_date", "slug", "include_slugs", "email", "url"],
    default: "name",
  },
  slug: { type: "list", items: "string" },
  roles: { type: "list", items: "string" },
  who: { type: "string", oneOf: ["authors"] },
  has_published_posts: { type: "any" },
};

export function addUserRoutes(router: WpRouter): void {
  router
    .add("GET", "/wp/v2/users", listArgs, list)
    .add("GET", "/wp/v2/users/me", { context: contextArg }, readMe)
    .add("GET", "/wp/v2/users/:id", { context: contextArg }, read);
}

type Mode = "view" | "embed" | "edit";

function isPublishedAuthor({ state }: WpContext, user: WpUser): boolean {
  return [...state.posts.values()].some((post) => post.status === "publish" && post.author === user.id);
}

function list(context: WpContext, args: Dict, call: Call): Reply {
  const { user: actor, state } = context;
  const mayList = can(actor, "list_users");
  if (args.context === "edit" && !mayList)
    throw forbid(actor, "rest_forbidden_context", "Sorry, you are not allowed to list users.");
  const roles = strings(args.roles);
  if (roles.length > 0 && !mayList)
    throw forbid(actor, "rest_user_cannot_view", "Sorry, you are not allowed to filter users by role.");
  const search = optionalText(args.search)?.toLowerCase() ?? "";
  const slugs = strings(args.slug);
  const include = numbers(args.include);
  const rows = [...state.users.values()].filter(
    (user) =>
      (mayList || isPublishedAuthor(context, user)) &&
      (roles.length === 0 || roles.includes(user.role)) &&
      (include.length === 0 || include.includes(user.id)) &&
      !numbers(args.exclude).includes(user.id) &&
      (slugs.length === 0 || slugs.includes(user.login)) &&
      (search === "" || `${user.name} ${user.login} ${user.email}`.toLowerCase().includes(search)),
  );
  const key = (user: WpUser): string | number => {
    if (args.orderby === "id") return user.id;
    if (args.orderby === "registered_date") return user.registered;
    if (args.orderby === "email") return user.email;
    return args.orderby === "slug" ? user.login : user.name;
  };
  const view = (user: WpUser) => viewUser(context, user, args.context as Mode);
  return listReply(context, call, windowOf(ordered(rows, args, key), args), view);
}

function readMe(context: WpContext, args: Dict): Reply {
  if (!context.user) throw refuse(401, "rest_not_logged_in", "You are not currently logged in.");
  return json(200, viewUser(context, context.user, args.context as Mode));
}

function read(context: WpContext, args: Dict, call: Call): Reply {
  const { user: actor, state } = context;
  const user = state.users.get(Number(call.params.id));
  if (!user) throw refuse(404, "rest_user_invalid_id", "Invalid user ID.");
  const isSelf = actor?.id === user.id;
  if (!isSelf && args.context === "edit" && !can(actor, "edit_users"))
    throw forbid(actor, "rest_user_cannot_view", "Sorry, you are not allowed to edit this user.");
  if (!isSelf && !can(actor, "list_users") && !isPublishedAuthor(context, user))
    throw forbid(actor, "rest_user_cannot_view", "Sorry, you are not allowed to list users.");
  return json(200, viewUser(context, user, args.context as Mode));
}
