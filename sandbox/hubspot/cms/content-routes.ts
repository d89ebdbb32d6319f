import { type Call, empty, json, type Reply } from "../../kit/http";
import { type Dict, toList, toText } from "../../kit/json";
import type { Handler, Router } from "../../kit/router";
import type { PortalContext } from "../context";
import { nextLink } from "../crm/object-routes";
import { type ErrorDetail, invalid, notFound } from "../errors";
import { jsonBody, limitOf, listOf } from "../read-body";
import { needScope } from "../scope-check";
import { type ContentItem, demoBlogId } from "./content";
import { viewContent } from "./content-view";
import { type KindSpec, kinds } from "./kinds";

type KindHandler = (call: Call, context: PortalContext, spec: KindSpec) => Reply;

export function addContentRoutes(router: Router<PortalContext>): void {
  for (const spec of Object.values(kinds)) {
    const on = (methods: string, suffix: string, scopes: string[], handler: KindHandler) => {
      const scoped: Handler<PortalContext> = (call, context) => {
        needScope(context, ...scopes);
        return handler(call, context, spec);
      };
      router.on(methods, `${spec.path}${suffix}`, scoped);
    };
    on("GET", "", spec.read, list);
    on("POST", "", spec.write, create);
    if (spec.cycle) {
      on("POST", "/schedule", spec.write, schedule);
      on("POST", "/clone", spec.write, clone);
      on("GET", "/:id/draft", spec.read, readDraft);
      on("PATCH", "/:id/draft", spec.write, updateDraft);
      on("POST", "/:id/draft/push-live", spec.write, publish);
      on("POST", "/:id/draft/reset", spec.write, resetDraft);
    }
    if (spec.kind === "emails") {
      on("POST", "/:id/publish", ["marketing-email", "transactional-email"], publish);
      on("POST", "/:id/unpublish", ["marketing-email", "transactional-email"], unpublish);
    }
    on("GET", "/:id", spec.read, read);
    on("PATCH", "/:id", spec.write, update);
    on("DELETE", "/:id", spec.write, archive);
  }
  router.on("GET", "/content/api/v2/blogs", blogs);
}

function viewContext(call: Call, { clock }: PortalContext) {
  return { now: clock.now(), siteUrl: `${call.baseUrl}/site` };
}

function itemOf(call: Call, { portal }: PortalContext, spec: KindSpec): ContentItem {
  const item = portal.content.get(spec.kind, call.params.id ?? "");
  if (!item || item.archivedAt !== null) throw notFound(`No content with the id ${call.params.id} exists`);
  return item;
}

const ownFields = new Set([
  "id",
  "created",
  "updated",
  "createdAt",
  "updatedAt",
  "currentState",
  "currentlyPublished",
  "url",
  "archivedAt",
]);

/** The fields a caller may set; `state` and `publishDate` are handled apart. */
function fieldsOf(body: Dict): Dict {
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => !ownFields.has(name) && name !== "state"),
  );
}

function checkRequired(spec: KindSpec, fields: Dict): void {
  const missing = spec.required.filter((name) => (toText(fields[name]) ?? "").trim() === "");
  const errors: ErrorDetail[] = missing.map((name) => ({
    message: `Some required fields were not set: [${name}]`,
    code: "REQUIRED_FIELD",
    context: { propertyName: [name] },
  }));
  if (missing.length > 0)
    throw invalid(`Invalid input JSON: some required fields were not set: [${missing.join(", ")}]`, errors);
  if (spec.kind === "posts" && toText(fields.contentGroupId) !== demoBlogId)
    throw invalid(`No blog with the id ${toText(fields.contentGroupId)} exists`);
}

function list(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const view = viewContext(call, context);
  const limit = limitOf(call, 20, 100);
  const items = sorted(call, context.portal.content.list(spec.kind).filter(wanted(call, spec, view.now)));
  const after = Number(call.query.get("after") ?? 0);
  if (!Number.isInteger(after) || after < 0)
    throw invalid("after must be a paging cursor from an earlier answer");
  const results = items.slice(after, after + limit).map((item) => pickFields(call, viewContent(item, view)));
  const next = String(after + results.length);
  return json(200, {
    total: items.length,
    results,
    ...(Number(next) < items.length ? { paging: { next: { after: next, link: nextLink(call, next) } } } : {}),
  });
}

function pickFields(call: Call, view: Dict): Dict {
  const names = [...listOf(call, "property"), ...listOf(call, "includedProperties")];
  if (names.length === 0) return view;
  return Object.fromEntries(Object.entries(view).filter(([name]) => name === "id" || names.includes(name)));
}

function wanted(call: Call, spec: KindSpec, now: number): (item: ContentItem) => boolean {
  const moment = (name: string) => {
    const text = call.query.get(name);
    if (!text) return undefined;
    const ms = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
    if (Number.isNaN(ms)) throw invalid(`${name} is not a date: ${text}`);
    return ms;
  };
  const bounds: [number | undefined, (item: ContentItem, ms: number) => boolean][] = [
    [moment("createdAt"), (item, ms) => item.createdAt === ms],
    [moment("createdAfter"), (item, ms) => item.createdAt > ms],
    [moment("createdBefore"), (item, ms) => item.createdAt < ms],
    [moment("updatedAt"), (item, ms) => item.updatedAt === ms],
    [moment("updatedAfter"), (item, ms) => item.updatedAt > ms],
    [moment("updatedBefore"), (item, ms) => item.updatedAt < ms],
  ];
  const archived = call.query.get("archived") === "true";
  const published = spec.kind === "emails" ? call.query.get("isPublished") : null;
  const equals = ["slug", "name", "contentGroupId", "state", "id"].flatMap((name) => {
    const value = call.query.get(name) ?? call.query.get(`${name}__eq`);
    return value === null ? [] : [{ name, value }];
  });
  return (item) => {
    if ((item.archivedAt !== null) !== archived) return false;
    if (published !== null && (item.state === "PUBLISHED") !== (published === "true")) return false;
    const view = equals.length > 0 ? viewContent(item, { now, siteUrl: "" }) : {};
    if (equals.some(({ name, value }) => toText(view[name]) !== value)) return false;
    return bounds.every(([ms, holds]) => ms === undefined || holds(item, ms));
  };
}

function sorted(call: Call, items: ContentItem[]): ContentItem[] {
  const text = call.query.get("sort") ?? "";
  const direction = text.startsWith("-") ? -1 : 1;
  const name = text.replace(/^-/, "");
  const key = (item: ContentItem): number | string => {
    if (["createdAt", "created"].includes(name)) return item.createdAt;
    if (["updatedAt", "updated"].includes(name)) return item.updatedAt;
    return name === "name" ? (toText(item.live.name) ?? "") : item.id;
  };
  return items.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return (x === y ? a.id - b.id : x < y ? -1 : 1) * direction;
  });
}

function create(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const body = jsonBody(call);
  const fields = fieldsOf(body);
  checkRequired(spec, fields);
  const now = context.clock.now();
  const item = context.portal.content.add(spec.kind, fields, now);
  applyState(item, body, now);
  return json(201, viewContent(item, viewContext(call, context)));
}

/** `state` and `publishDate` of a body: PUBLISHED now or at a past date, SCHEDULED at a later one. */
function applyState(item: ContentItem, body: Dict, now: number): void {
  const date = toText(body.publishDate);
  const at = date === undefined ? undefined : Date.parse(date);
  if (at !== undefined && Number.isNaN(at)) throw invalid(`publishDate is not a date: ${date}`);
  if (at !== undefined) item.publishAt = at;
  const state = toText(body.state)?.toUpperCase();
  if (state === "DRAFT") item.state = "DRAFT";
  if (state !== "PUBLISHED" && state !== "SCHEDULED" && state !== "PUBLISHED_OR_SCHEDULED") return;
  item.publishAt ??= now;
  item.state = item.publishAt > now ? "SCHEDULED" : "PUBLISHED";
}

function read(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const wantsArchived = call.query.get("archived") === "true";
  const item = context.portal.content.get(spec.kind, call.params.id ?? "");
  if (!item || (item.archivedAt !== null) !== wantsArchived)
    throw notFound(`No content with the id ${call.params.id} exists`);
  return json(200, pickFields(call, viewContent(item, viewContext(call, context))));
}

function update(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const item = itemOf(call, context, spec);
  const body = jsonBody(call);
  const fields = { ...item.live, ...fieldsOf(body) };
  checkRequired(spec, fields);
  item.live = fields;
  applyState(item, body, context.clock.now());
  context.portal.content.touch(item, context.clock.now());
  return json(200, viewContent(item, viewContext(call, context)));
}

function archive(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const item = itemOf(call, context, spec);
  item.archivedAt = context.clock.now();
  context.portal.content.touch(item, context.clock.now());
  return empty(204);
}

function readDraft(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const item = itemOf(call, context, spec);
  return json(200, viewContent(item, viewContext(call, context), item.draft ?? item.live));
}

function updateDraft(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const item = itemOf(call, context, spec);
  const draft = { ...(item.draft ?? item.live), ...fieldsOf(jsonBody(call)) };
  checkRequired(spec, draft);
  item.draft = draft;
  context.portal.content.touch(item, context.clock.now());
  return json(200, viewContent(item, viewContext(call, context), draft));
}

function publish(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const item = itemOf(call, context, spec);
  const now = context.clock.now();
  item.live = item.draft ?? item.live;
  item.draft = null;
  item.state = "PUBLISHED";
  item.publishAt = Math.min(item.publishAt ?? now, now);
  context.portal.content.touch(item, now);
  return empty(204);
}

function unpublish(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const item = itemOf(call, context, spec);
  item.state = "DRAFT";
  context.portal.content.touch(item, context.clock.now());
  return empty(204);
}

function resetDraft(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const item = itemOf(call, context, spec);
  item.draft = null;
  context.portal.content.touch(item, context.clock.now());
  return empty(204);
}

function schedule(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const { id, publishDate } = jsonBody(call);
  const item = itemOf({ ...call, params: { id: toText(id) ?? "" } }, context, spec);
  const at = Date.parse(toText(publishDate) ?? "");
  if (Number.isNaN(at)) throw invalid("publishDate is missing or is not a date");
  item.live = item.draft ?? item.live;
  item.draft = null;
  item.publishAt = at;
  item.state = "SCHEDULED";
  context.portal.content.touch(item, context.clock.now());
  return empty(204);
}

function clone(call: Call, context: PortalContext, spec: KindSpec): Reply {
  const { id, cloneName } = jsonBody(call);
  const item = itemOf({ ...call, params: { id: toText(id) ?? "" } }, context, spec);
  const name = toText(cloneName) ?? `${toText(item.live.name)} (Clone)`;
  const copy = context.portal.content.add(spec.kind, { ...item.live, name, slug: "" }, context.clock.now());
  return json(200, viewContent(copy, viewContext(call, context)));
}

function blogs(call: Call, context: PortalContext): Reply {
  needScope(context, "content");
  const blog = { id: Number(demoBlogId), name: "Demo Blog", slug: "demo-blog", language: "en" };
  const objects = toList([{ ...blog, absolute_url: `${call.baseUrl}/site/demo-blog` }]);
  return json(200, { limit: 20, offset: 0, total: 1, total_count: 1, objects });
}
