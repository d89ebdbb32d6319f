import { type Call, header, json, Refusal, type Reply } from "../kit/http";
import { type Dict, isDict, parseJson, toDict, toList, toText, toTexts } from "../kit/json";
import { addAppPasswordRoutes } from "./app-passwords";
import { checkArgs, rawParams } from "./args";
import { identify } from "./auth";
import { addCommentRoutes } from "./comment-routes";
import { restUrl, type WpContext, WpRouter } from "./context";
import { errorReply, noRoute, refuse } from "./errors";
import { addMediaRoutes } from "./media-routes";
import { addPostRoutes } from "./post-routes";
import { addSiteRoutes } from "./site-routes";
import { addTermRoutes } from "./term-routes";
import { addTypeRoutes } from "./type-routes";
import { addUserRoutes } from "./user-routes";

const maxBatch = 25;
const batchMethods = ["POST", "PUT", "PATCH", "DELETE"];

export const router = new WpRouter();
router.add("POST", "/batch/v1", {}, batch);
router.add("OPTIONS", "/batch/v1", {}, describeBatch);
addMediaRoutes(router);
addPostRoutes(router);
addTermRoutes(router);
addUserRoutes(router);
addAppPasswordRoutes(router);
addTypeRoutes(router);
addCommentRoutes(router);
addSiteRoutes(router);

/** One REST request; `call.path` is the route, e.g. /wp/v2/posts. */
export function answerRest(call: Call, base: Omit<WpContext, "user" | "password">): Reply {
  const method = overriddenMethod(call);
  const identity = identify(call, base.state, base.values.appPasswordsDisabled === true);
  const reply =
    "error" in identity
      ? errorReply(identity.error)
      : dispatch({ ...call, method }, { ...base, ...identity });
  return dressed(call, base, reply);
}

function overriddenMethod(call: Call): string {
  const wanted = call.query.get("_method") ?? header(call, "x-http-method-override");
  return call.method === "POST" && wanted ? wanted.toUpperCase() : call.method;
}

function dispatch(call: Call, context: WpContext): Reply {
  try {
    const match = router.find(call.method, call.path);
    if (match.kind !== "found") throw noRoute();
    const checked = checkArgs(match.handler.args, rawParams(call));
    if ("error" in checked) return errorReply(checked.error);
    return match.handler.run(context, checked.args, { ...call, params: match.params });
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

/** `_fields`, `_envelope` and the headers every REST answer has. */
function dressed(call: Call, context: Omit<WpContext, "user" | "password">, reply: Reply): Reply {
  const fields = toTexts(call.query.get("_fields") ?? call.query.getAll("_fields[]"));
  const discovery = `<${restUrl(context, "/")}>; rel="https://api.w.org/"`;
  const headers = {
    "x-robots-tag": "noindex",
    "x-content-type-options": "nosniff",
    "access-control-expose-headers": "X-WP-Total, X-WP-TotalPages, Link",
    ...reply.headers,
    link: [discovery, reply.headers.link].filter(Boolean).join(", "),
  };
  const isEnvelope = call.query.has("_envelope");
  if (fields.length === 0 && !isEnvelope) return { ...reply, headers };
  const value = parseJson(Buffer.from(reply.body))?.value;
  const picked = fields.length > 0 && reply.status < 400 ? pick(value, fields) : value;
  if (!isEnvelope) return { ...reply, headers, body: JSON.stringify(picked) };
  return json(200, { body: picked, status: reply.status, headers: reply.headers }, headers);
}

function pick(value: unknown, fields: string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => pick(item, fields));
  if (!isDict(value)) return value;
  const result: Dict = {};
  for (const field of fields) {
    const [name = "", ...rest] = field.split(".");
    if (!(name in value)) continue;
    result[name] =
      rest.length > 0
        ? { ...toDict(result[name]), ...toDict(pick(value[name], [rest.join(".")])) }
        : value[name];
  }
  return result;
}

interface BatchRequest {
  call: Call;
  problem: Reply | null;
}

/** POST /batch/v1: up to 25 writes in one request, answered with 207. */
function batch(context: WpContext, _args: Dict, call: Call): Reply {
  const { requests, validation } = toDict(parseJson(call.body)?.value);
  const list = toList(requests);
  if (!Array.isArray(requests))
    throw refuse(400, "rest_missing_callback_param", "Missing parameter(s): requests", {
      params: ["requests"],
    });
  if (list.length > maxBatch)
    throw refuse(400, "rest_invalid_param", "Invalid parameter(s): requests", {
      params: { requests: `requests must contain at most ${maxBatch} items.` },
    });
  const prepared = list.map((item) => prepare(call, item));
  const wrapped = ({ status, headers, body }: Reply) => ({
    body: body === "" ? null : parseJson(Buffer.from(body))?.value,
    status,
    headers: headers.location ? { Location: headers.location } : {},
  });
  if (validation === "require-all-validate" && prepared.some(({ problem }) => problem))
    return json(207, {
      failed: "validation",
      responses: prepared.map(({ problem }) => (problem ? wrapped(problem) : null)),
    });
  return json(207, {
    responses: prepared.map((request) => wrapped(request.problem ?? dispatch(request.call, context))),
  });
}

function prepare(outer: Call, item: unknown): BatchRequest {
  const request = toDict(item);
  const method = toText(request.method) ?? "POST";
  const url = new URL(toText(request.path) ?? "/", "http://batch");
  const body = request.body === undefined ? "" : JSON.stringify(request.body);
  const call: Call = {
    ...outer,
    method,
    path: url.pathname,
    query: url.searchParams,
    body: Buffer.from(body),
    headers: { "content-type": "application/json" },
    params: {},
  };
  const match = router.find(method, url.pathname);
  if (!batchMethods.includes(method) || match.kind !== "found") return { call, problem: noRoute().reply };
  if (!match.handler.batch)
    return {
      call,
      problem: refuse(400, "rest_batch_not_allowed", "The requested route does not support batch requests.")
        .reply,
    };
  const checked = checkArgs(match.handler.args, rawParams(call));
  return { call, problem: "error" in checked ? errorReply(checked.error) : null };
}

function describeBatch(): Reply {
  const requests = { required: true, type: "array", maxItems: maxBatch };
  const validation = { type: "string", enum: ["require-all-validate", "normal"], default: "normal" };
  return json(200, {
    namespace: "",
    methods: ["POST"],
    endpoints: [{ methods: ["POST"], args: { validation, requests } }],
  });
}
