import { type Call, json, type Reply } from "../kit/http";
import type { Dict } from "../kit/json";
import { type ArgSpecs, numbers, optionalNumber, optionalText } from "./args";
import { restUrl, type WpContext, type WpRouter } from "./context";
import { gmtText, localText, parseSiteDate } from "./dates";
import { forbid, refuse } from "./errors";
import type { WpComment } from "./model";
import { listReply, ordered, pagingArgs, windowOf } from "./paging";
import { rawText } from "./post-write";
import { filterMarkup, renderContent } from "./render";
import { can } from "./roles";

const listArgs: ArgSpecs = {
  ...pagingArgs,
  after: { type: "string", date: true },
  before: { type: "string", date: true },
  author: { type: "list", items: "integer" },
  parent: { type: "list", items: "integer" },
  post: { type: "list", items: "integer" },
  status: { type: "string", default: "approve" },
  order: { type: "string", oneOf: ["asc", "desc"], default: "desc" },
  orderby: {
    type: "string",
    oneOf: ["date", "date_gmt", "id", "include", "post", "parent", "type"],
    default: "date_gmt",
  },
};

const createArgs: ArgSpecs = {
  post: { type: "integer" },
  parent: { type: "integer" },
  content: { type: "any" },
  author_name: { type: "string" },
  author_email: { type: "string" },
};

export function addCommentRoutes(router: WpRouter): void {
  router
    .add("GET", "/wp/v2/comments", listArgs, list)
    .add("POST", "/wp/v2/comments", createArgs, create)
    .add("GET", "/wp/v2/comments/:id", { context: listArgs.context ?? { type: "string" } }, read)
    .add("DELETE", "/wp/v2/comments/:id", { force: { type: "boolean", default: false } }, remove);
}

function view(context: WpContext, comment: WpComment, mode: unknown): Dict {
  const rest = (route: string) => restUrl(context, route);
  const post = context.state.posts.get(comment.post);
  return {
    id: comment.id,
    post: comment.post,
    parent: comment.parent,
    author: comment.author,
    author_name: comment.authorName,
    author_url: "",
    date: localText(comment.date),
    date_gmt: gmtText(comment.date),
    content: {
      rendered: renderContent(comment.content),
      ...(mode === "edit" ? { raw: comment.content } : {}),
    },
    link: `${context.site}/${post?.slug ?? ""}/#comment-${comment.id}`,
    status: comment.status,
    type: "comment",
    meta: [],
    ...(mode === "edit"
      ? { author_email: comment.authorEmail, author_ip: "127.0.0.1", author_user_agent: "" }
      : {}),
    _links: {
      self: [{ href: rest(`/wp/v2/comments/${comment.id}`) }],
      collection: [{ href: rest("/wp/v2/comments") }],
      up: [{ embeddable: true, post_type: "post", href: rest(`/wp/v2/posts/${comment.post}`) }],
    },
  };
}

function list(context: WpContext, args: Dict, call: Call): Reply {
  const { state, user } = context;
  const mayModerate = can(user, "moderate_comments");
  if (args.context === "edit" && !mayModerate)
    throw forbid(user, "rest_forbidden_context", "Sorry, you are not allowed to edit comments.");
  if (args.status !== "approve" && !mayModerate)
    throw forbid(user, "rest_forbidden_param", "Query parameter not permitted: status");
  const within = (name: string, value: number) =>
    numbers(args[name]).length === 0 || numbers(args[name]).includes(value);
  const moment = (name: string) => {
    const text = optionalText(args[name]);
    return text === undefined ? undefined : parseSiteDate(text);
  };
  const [after, before] = [moment("after"), moment("before")];
  const wanted = args.status === "approve" ? "approved" : String(args.status);
  const rows = [...state.comments.values()].filter(
    (comment) =>
      (wanted === "all" || comment.status === wanted) &&
      within("post", comment.post) &&
      within("parent", comment.parent) &&
      within("author", comment.author) &&
      within("include", comment.id) &&
      (after === undefined || comment.date > after) &&
      (before === undefined || comment.date < before),
  );
  const key = (comment: WpComment) => (args.orderby === "id" ? comment.id : comment.date);
  return listReply(context, call, windowOf(ordered(rows, args, key), args), (row) =>
    view(context, row, args.context),
  );
}

function commentOf({ state, user }: WpContext, call: Call): WpComment {
  const comment = state.comments.get(Number(call.params.id));
  if (!comment || (comment.status !== "approved" && !can(user, "moderate_comments")))
    throw refuse(404, "rest_comment_invalid_id", "Invalid comment ID.");
  return comment;
}

function read(context: WpContext, args: Dict, call: Call): Reply {
  return json(200, view(context, commentOf(context, call), args.context));
}

function create(context: WpContext, args: Dict): Reply {
  const { state, user } = context;
  if (!user) throw refuse(401, "rest_comment_login_required", "Sorry, you must be logged in to comment.");
  const post = state.posts.get(Number(args.post));
  if (!post)
    throw refuse(
      403,
      "rest_comment_invalid_post_id",
      "Sorry, you are not allowed to create this comment without a post.",
    );
  if (post.commentStatus !== "open")
    throw refuse(403, "rest_comment_closed", "Sorry, comments are closed for this item.");
  const content = filterMarkup(rawText(args.content) ?? "");
  if (content.trim() === "") throw refuse(400, "rest_comment_content_invalid", "Invalid comment content.");
  const comment: WpComment = {
    id: state.nextId("comments"),
    post: post.id,
    parent: optionalNumber(args.parent) ?? 0,
    author: user.id,
    authorName: user.name,
    authorEmail: user.email,
    content,
    date: state.now(),
    status: "approved",
  };
  state.comments.set(comment.id, comment);
  state.changed();
  return json(201, view(context, comment, "edit"), {
    location: restUrl(context, `/wp/v2/comments/${comment.id}`),
  });
}

function remove(context: WpContext, args: Dict, call: Call): Reply {
  const comment = commentOf(context, call);
  if (!can(context.user, "moderate_comments"))
    throw forbid(context.user, "rest_cannot_delete", "Sorry, you are not allowed to delete this comment.");
  const previous = view(context, comment, "edit");
  if (args.force === true) context.state.comments.delete(comment.id);
  else comment.status = "trash";
  context.state.changed();
  return json(200, args.force === true ? { deleted: true, previous } : view(context, comment, "edit"));
}
