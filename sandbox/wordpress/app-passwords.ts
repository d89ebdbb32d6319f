import { randomInt, randomUUID } from "node:crypto";
import { type Call, json, type Reply } from "../kit/http";
import type { Dict } from "../kit/json";
import { optionalText } from "./args";
import { restUrl, type WpContext, type WpRouter } from "./context";
import { gmtText } from "./dates";
import { forbid, refuse } from "./errors";
import type { AppPassword, WpUser } from "./model";
import { can } from "./roles";
import { hashPassword, type WpState } from "./state";

export const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function addAppPasswordRoutes(router: WpRouter): void {
  const base = "/wp/v2/users/:user/application-passwords";
  router
    .add("GET", base, {}, list)
    .add("POST", base, { name: { type: "string", required: true }, app_id: { type: "string" } }, create)
    .add("DELETE", base, {}, removeAll)
    .add("GET", `${base}/introspect`, {}, introspect)
    .add("GET", `${base}/:uuid`, {}, (context, _args, call) =>
      json(200, view(context, passwordOf(context, call))),
    )
    .add("POST|PUT|PATCH", `${base}/:uuid`, { name: { type: "string" } }, rename)
    .add("DELETE", `${base}/:uuid`, {}, remove);
}

/** A new password for `user`: 24 letters and digits, told only now. */
export function makePassword(
  state: WpState,
  user: WpUser,
  { name, appId }: { name: string; appId: string },
): { row: AppPassword; secret: string } {
  const secret = Array.from({ length: 24 }, () => alphabet[randomInt(alphabet.length)]).join("");
  const row: AppPassword = {
    uuid: randomUUID(),
    userId: user.id,
    appId,
    name,
    hash: hashPassword(secret),
    created: state.now(),
    lastUsed: null,
    lastIp: null,
  };
  state.passwords.push(row);
  state.changed();
  return { row, secret };
}

export function chunked(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? secret;
}

/** The user of the path, whom the caller must be or may edit. */
function userOf(context: WpContext, call: Call): WpUser {
  const { state, user: actor, values } = context;
  if (values.appPasswordsDisabled === true)
    throw refuse(501, "application_passwords_disabled", "Application passwords are not available.");
  const id = call.params.user ?? "";
  if (id === "me" && !actor) throw refuse(401, "rest_not_logged_in", "You are not currently logged in.");
  const user = id === "me" ? actor : state.users.get(Number(id));
  if (!user) throw refuse(404, "rest_user_invalid_id", "Invalid user ID.");
  if (user.id !== actor?.id && !can(actor, "edit_users"))
    throw forbid(
      actor,
      "rest_cannot_manage_application_passwords",
      "Sorry, you are not allowed to manage application passwords for this user.",
    );
  return user;
}

function view(context: WpContext, row: AppPassword): Dict {
  const route = `/wp/v2/users/${row.userId}/application-passwords/${row.uuid}`;
  return {
    uuid: row.uuid,
    app_id: row.appId,
    name: row.name,
    created: gmtText(row.created),
    last_used: row.lastUsed === null ? null : gmtText(row.lastUsed),
    last_ip: row.lastIp,
    _links: { self: [{ href: restUrl(context, route) }] },
  };
}

function list(context: WpContext, _args: Dict, call: Call): Reply {
  const user = userOf(context, call);
  return json(
    200,
    context.state.passwords.filter((row) => row.userId === user.id).map((row) => view(context, row)),
  );
}

function create(context: WpContext, args: Dict, call: Call): Reply {
  const user = userOf(context, call);
  const name = String(args.name).trim();
  if (name === "")
    throw refuse(
      400,
      "application_password_empty_name",
      "An application name is required to create an application password.",
    );
  const appId = optionalText(args.app_id) ?? "";
  if (appId !== "" && !uuidShape.test(appId))
    throw refuse(400, "rest_invalid_param", "Invalid parameter(s): app_id", {
      params: { app_id: "app_id is not a valid UUID." },
    });
  const { row, secret } = makePassword(context.state, user, { name, appId });
  return json(201, { ...view(context, row), password: chunked(secret) });
}

function introspect(context: WpContext, _args: Dict, call: Call): Reply {
  const user = userOf(context, call);
  if (!context.password || context.password.userId !== user.id)
    throw refuse(404, "rest_no_authenticated_app_password", "Cannot introspect application password.");
  return json(200, view(context, context.password));
}

function passwordOf(context: WpContext, call: Call): AppPassword {
  const user = userOf(context, call);
  const row = context.state.passwords.find(
    (candidate) => candidate.userId === user.id && candidate.uuid === call.params.uuid,
  );
  if (!row) throw refuse(404, "rest_application_password_not_found", "Application password not found.");
  return row;
}

function rename(context: WpContext, args: Dict, call: Call): Reply {
  const row = passwordOf(context, call);
  row.name = optionalText(args.name) ?? row.name;
  context.state.changed();
  return json(200, view(context, row));
}

function remove(context: WpContext, _args: Dict, call: Call): Reply {
  const row = passwordOf(context, call);
  const previous = view(context, row);
  context.state.passwords = context.state.passwords.filter((other) => other !== row);
  context.state.changed();
  return json(200, { deleted: true, previous });
}

function removeAll(context: WpContext, _args: Dict, call: Call): Reply {
  const user = userOf(context, call);
  const kept = context.state.passwords.filter((row) => row.userId !== user.id);
  const count = context.state.passwords.length - kept.length;
  context.state.passwords = kept;
  context.state.changed();
  return json(200, { deleted: true, count });
}
