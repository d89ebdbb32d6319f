import { type Call, empty, json, type Reply } from "../../kit/http";
import { toText } from "../../kit/json";
import type { Router } from "../../kit/router";
import type { PortalContext } from "../context";
import { invalid, notFound } from "../errors";
import { jsonBody, limitOf, listOf } from "../read-body";
import { needScope } from "../scope-check";
import type { Collection, CrmRow } from "./collection";
import { objectTypeOf } from "./object-types";
import { rowViewer, viewRow } from "./view";
import { createRow, findLiveRow, findRow, updateRow } from "./write";

export function addObjectRoutes(router: Router<PortalContext>): void {
  router
    .on("GET", "/crm/v3/objects/:type", list)
    .on("POST", "/crm/v3/objects/:type", create)
    .on("POST", "/crm/v3/objects/:type/search", search)
    .on("POST", "/crm/v3/objects/:type/gdpr-delete", gdprDelete)
    .on("POST", "/crm/v3/objects/:type/merge", merge)
    .on("GET", "/crm/v3/objects/:type/:id", read)
    .on("PATCH", "/crm/v3/objects/:type/:id", update)
    .on("DELETE", "/crm/v3/objects/:type/:id", archive);
}

export function collectionOf(call: Call, context: PortalContext, access: "read" | "write"): Collection {
  const type = objectTypeOf(call.params.type ?? "");
  needScope(context, `crm.objects.${type.name}.${access}`);
  return context.portal.crm.collections[type.name];
}

/** Views rows as the query asks: its properties, histories and associations. */
function viewerOf(call: Call, context: PortalContext, { type }: Collection): (row: CrmRow) => unknown {
  const view = rowViewer(type, {
    properties: listOf(call, "properties"),
    history: listOf(call, "propertiesWithHistory"),
  });
  const others = listOf(call, "associations").map(objectTypeOf);
  if (others.length === 0) return view;
  return (row) => {
    const associations: Record<string, unknown> = {};
    for (const to of others) {
      const links = context.portal.crm.associations.list(type.name, row.id, to.name);
      const pair = `${type.singular}_to_${to.singular}`;
      const label = (typeId: number) => (typeId > 100 ? `${pair}_unlabeled` : pair);
      const results = links.flatMap(({ toId, typeIds }) =>
        typeIds.map((typeId) => ({ id: String(toId), type: label(typeId) })),
      );
      if (results.length > 0) associations[to.name] = { results };
    }
    return Object.keys(associations).length > 0 ? { ...view(row), associations } : view(row);
  };
}

function list(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "read");
  const limit = limitOf(call, 10, listOf(call, "propertiesWithHistory").length > 0 ? 50 : 100);
  const ids = collection.ids(call.query.get("archived") === "true");
  const after = call.query.get("after") ?? "";
  if (after !== "" && !/^\d+$/.test(after)) throw invalid(`Invalid after: ${after}`);
  const from = after === "" ? 0 : firstAbove(ids, Number(after));
  const pageIds = ids.slice(from, from + limit);
  const view = viewerOf(call, context, collection);
  // Associations change without their rows: such answers are made anew each time.
  const isPlain = !call.query.has("associations");
  const key = `${call.query.getAll("properties").join()}|${call.query.getAll("propertiesWithHistory").join()}`;
  const texts = pageIds
    .flatMap((id) => collection.rows.get(id) ?? [])
    .map((row) => (isPlain ? collection.textOf(row, key, view) : JSON.stringify(view(row))));
  const last = String(pageIds.at(-1) ?? "");
  const paging = { next: { after: last, link: nextLink(call, last) } };
  const tail = from + limit < ids.length ? `,"paging":${JSON.stringify(paging)}` : "";
  return { ...json(200, null), body: `{"results":[${texts.join(",")}]${tail}}` };
}

function firstAbove(ids: number[], bound: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? 0) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function nextLink(call: Call, after: string): string {
  const query = new URLSearchParams(call.query);
  query.set("after", after);
  return `${call.baseUrl}/api${call.path}?${query}`;
}

function create(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "write");
  const row = createRow(context, collection.type, jsonBody(call));
  const properties = Object.keys(row.props);
  return json(201, viewRow(collection.type, row, { properties }), {
    location: `${call.baseUrl}/api/crm/v3/objects/${collection.type.name}/${row.id}`,
  });
}

function read(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "read");
  const row = findRow(collection, call.params.id ?? "", call.query.get("idProperty"));
  const wantsArchived = call.query.get("archived") === "true";
  if (!row || (row.archivedAt !== null) !== wantsArchived) throw notFound();
  return json(200, viewerOf(call, context, collection)(row));
}

function update(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "write");
  const row = findLiveRow(collection, call.params.id ?? "", call.query.get("idProperty"));
  const { properties } = jsonBody(call);
  updateRow(context, collection, row, properties);
  return json(200, viewRow(collection.type, row, { properties: Object.keys(row.props) }));
}

/** Archiving what is not there is no error. */
function archive(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "write");
  const row = findRow(collection, call.params.id ?? "");
  if (row) collection.archive(row, context.clock.now());
  return empty(204);
}

function search(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "read");
  const lagMs = Number(context.values.searchLagSeconds) * 1000;
  const visibleUntil = lagMs > 0 ? context.clock.now() - lagMs : Number.POSITIVE_INFINITY;
  const index = context.portal.crm.searches[collection.type.name];
  return json(200, index.search(jsonBody(call), call.body.length, visibleUntil));
}

function gdprDelete(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "write");
  if (collection.type.name !== "contacts") throw notFound();
  const { objectId, idProperty } = jsonBody(call);
  const row = findRow(collection, toText(objectId) ?? "", toText(idProperty));
  if (row) collection.remove(row);
  return empty(204);
}

/** The primary record wins; it takes over what it does not have itself. */
function merge(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "write");
  const body = jsonBody(call);
  const primary = findLiveRow(collection, toText(body.primaryObjectId) ?? "");
  const other = findLiveRow(collection, toText(body.objectIdToMerge) ?? "");
  if (primary === other) throw invalid("A record cannot be merged with itself");
  const missing = Object.entries(other.props).filter(([name, value]) => value && !primary.props[name]);
  collection.remove(other);
  collection.mergedInto.set(other.id, primary.id);
  collection.update(primary, Object.fromEntries(missing), context.clock.now());
  return json(200, viewRow(collection.type, primary));
}
