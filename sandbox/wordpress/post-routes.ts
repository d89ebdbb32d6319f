import { type Call, json, type Reply } from "../kit/http";
import type { Dict } from "../kit/json";
import { optionalText } from "./args";
import { restUrl, type WpContext, type WpRouter } from "./context";
import { forbid, refuse } from "./errors";
import type { PostType, WpPost } from "./model";
import { restBases } from "./post-links";
import { listArgs, listPosts } from "./post-query";
import { embedded, type ViewMode, viewPost } from "./post-view";
import { createPost, updatePost, writeArgs } from "./post-write";
import { can, mayDelete, mayEdit, mayRead, nounOf } from "./roles";

const itemArgs = {
  context: { type: "string", oneOf: ["view", "embed", "edit"], default: "view" },
  password: { type: "string" },
  _embed: { type: "any" },
} as const;

export function addPostRoutes(router: WpRouter): void {
  for (const type of ["post", "page", "attachment"] as const) {
    const base = `/wp/v2/${restBases[type]}`;
    const isMedia = type === "attachment";
    router.add("GET", base, listArgs(type), (context, args, call) => listPosts(type, context, args, call));
    if (!isMedia)
      router.add(
        "POST",
        base,
        writeArgs(type),
        (context, args, call) => create(type, context, args, call),
        true,
      );
    router.add("GET", `${base}/:id`, itemArgs, (context, args, call) => read(type, context, args, call));
    router.add(
      "POST|PUT|PATCH",
      `${base}/:id`,
      writeArgs(type),
      (context, args, call) => update(type, context, args, call),
      !isMedia,
    );
    const deleteArgs = { force: { type: "boolean", default: false } } as const;
    router.add(
      "DELETE",
      `${base}/:id`,
      deleteArgs,
      (context, args, call) => remove(type, context, args, call),
      !isMedia,
    );
  }
}

function postOf(type: PostType, { state }: WpContext, call: Call): WpPost {
  const id = call.params.id ?? "";
  const post = /^\d+$/.test(id) ? state.posts.get(Number(id)) : undefined;
  if (!/^\d+$/.test(id))
    throw refuse(404, "rest_no_route", "No route was found matching the URL and request method.");
  if (post?.type !== type) throw refuse(404, "rest_post_invalid_id", "Invalid post ID.");
  return post;
}

function create(type: PostType, context: WpContext, args: Dict, call: Call): Reply {
  if (call.query.has("id")) throw refuse(400, "rest_post_exists", "Cannot create existing post.");
  if (!can(context.user, `edit_${nounOf(type)}`))
    throw forbid(
      context.user,
      "rest_cannot_create",
      "Sorry, you are not allowed to create posts as this user.",
    );
  const post = createPost(context, type, args);
  return createdReply(context, post);
}

export function createdReply(context: WpContext, post: WpPost): Reply {
  const location = restUrl(context, `/wp/v2/${restBases[post.type]}/${post.id}`);
  return json(201, viewPost(context, post, "edit"), { location });
}

function read(type: PostType, context: WpContext, args: Dict, call: Call): Reply {
  const post = postOf(type, context, call);
  const mode = args.context as ViewMode;
  if (mode === "edit" && !mayEdit(context.user, post))
    throw forbid(context.user, "rest_forbidden_context", "Sorry, you are not allowed to edit this post.");
  if (!mayRead(context.user, post))
    throw forbid(context.user, "rest_forbidden", "Sorry, you are not allowed to do that.");
  const password = optionalText(args.password) ?? "";
  if (password !== "" && password !== post.password)
    throw refuse(403, "rest_post_incorrect_password", "Incorrect post password.");
  const view = viewPost(context, post, mode, password);
  return json(200, args._embed === undefined ? view : { ...view, _embedded: embedded(context, post) });
}

function update(type: PostType, context: WpContext, args: Dict, call: Call): Reply {
  const post = postOf(type, context, call);
  if (!mayEdit(context.user, post))
    throw forbid(context.user, "rest_cannot_edit", "Sorry, you are not allowed to edit this post.");
  updatePost(context, post, args);
  return json(200, viewPost(context, post, "edit"));
}

function remove(type: PostType, context: WpContext, args: Dict, call: Call): Reply {
  const post = postOf(type, context, call);
  if (!mayDelete(context.user, post))
    throw forbid(context.user, "rest_cannot_delete", "Sorry, you are not allowed to delete this post.");
  const { state } = context;
  if (args.force === true) {
    const previous = viewPost(context, post, "edit");
    state.posts.delete(post.id);
    if (post.media && post.media.drawn === undefined) state.removeUpload(post.media.file);
    state.changed();
    return json(200, { deleted: true, previous });
  }
  if (type === "attachment")
    throw refuse(
      501,
      "rest_trash_not_supported",
      "The post does not support trashing. Set 'force=true' to delete.",
    );
  if (post.status === "trash")
    throw refuse(410, "rest_already_trashed", "The post has already been deleted.");
  post.beforeTrash = { status: post.status, slug: post.slug };
  post.status = "trash";
  if (post.slug !== "") post.slug = `${post.slug}__trashed`;
  post.modified = state.now();
  state.changed();
  return json(200, viewPost(context, post, "edit"));
}
