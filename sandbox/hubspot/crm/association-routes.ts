import { type Call, empty, json, type Reply } from "../../kit/http";
import { isDict, parseJson, toDict, toList, toText } from "../../kit/json";
import type { Router } from "../../kit/router";
import type { PortalContext } from "../context";
import { invalid, notFound } from "../errors";
import { jsonBody, limitOf } from "../read-body";
import { needScope } from "../scope-check";
import { associationTypes } from "./associations";
import { batchReply, missingError } from "./batch-routes";
import { nextLink } from "./object-routes";
import { type ObjectName, type ObjectType, objectTypeOf } from "./object-types";
import { findRow } from "./write";

const maxWrites = 2000;
const maxReads = 1000;

export function addAssociationRoutes(router: Router<PortalContext>): void {
  const one = "/crm/v4/objects/:from/:fromId/associations";
  const many = "/crm/v4/associations/:from/:to";
  router
    .on("PUT", `${one}/default/:to/:toId`, putDefault)
    .on("GET", `${one}/:to`, list)
    .on("PUT", `${one}/:to/:toId`, putLabelled)
    .on("DELETE", `${one}/:to/:toId`, remove)
    .on("GET", `${many}/labels`, labels)
    .on("POST", `${many}/batch/read`, batchRead)
    .on("POST", `${many}/batch/create`, batchCreate)
    .on("POST", `${many}/batch/associate/default`, batchDefault)
    .on("POST", `${many}/batch/archive`, batchArchive)
    .on("POST", `${many}/batch/labels/archive`, batchArchive);
}

interface Pair {
  from: ObjectType;
  to: ObjectType;
}

function pairOf(call: Call, context: PortalContext, access: "read" | "write"): Pair {
  const from = objectTypeOf(call.params.from ?? "");
  const to = objectTypeOf(call.params.to ?? "");
  for (const { name } of [from, to]) needScope(context, `crm.objects.${name}.${access}`);
  associationTypes(from.name, to.name);
  return { from, to };
}

function idOf(context: PortalContext, name: ObjectName, text: string | undefined): number {
  const row = findRow(context.portal.crm.collections[name], text ?? "");
  if (!row || row.archivedAt !== null) throw notFound(`No ${name} record with the id ${text ?? ""} exists`);
  return row.id;
}

function viewLinks(context: PortalContext, { from, to }: Pair, fromId: number) {
  const types = associationTypes(from.name, to.name);
  return context.portal.crm.associations.list(from.name, fromId, to.name).map(({ toId, typeIds }) => ({
    toObjectId: String(toId),
    associationTypes: typeIds.map((typeId) => ({
      category: "HUBSPOT_DEFINED",
      typeId,
      label: types.find((type) => type.typeId === typeId)?.label ?? null,
    })),
  }));
}

/** The unlabelled type, and "Primary" too when the record has no association of this kind yet. */
function addDefault(context: PortalContext, { from, to }: Pair, fromId: number, toId: number) {
  const { associations } = context.portal.crm;
  const [standard, primary] = associationTypes(from.name, to.name);
  if (!standard) throw notFound();
  const isFirst = associations.list(from.name, fromId, to.name).length === 0;
  associations.add(from.name, fromId, to.name, toId, standard.typeId);
  if (primary && isFirst) associations.add(from.name, fromId, to.name, toId, primary.typeId);
  const spec = (associationTypeId: number) => ({ associationCategory: "HUBSPOT_DEFINED", associationTypeId });
  const [a, b] = [{ id: String(fromId) }, { id: String(toId) }];
  return [
    { from: a, to: b, associationSpec: spec(standard.typeId) },
    { from: b, to: a, associationSpec: spec(standard.inverse) },
  ];
}

function putDefault(call: Call, context: PortalContext): Reply {
  const pair = pairOf(call, context, "write");
  const fromId = idOf(context, pair.from.name, call.params.fromId);
  const toId = idOf(context, pair.to.name, call.params.toId);
  return batchReply(context, 200, addDefault(context, pair, fromId, toId), []);
}

function list(call: Call, context: PortalContext): Reply {
  const pair = pairOf(call, context, "read");
  const limit = limitOf(call, 500, 500);
  const after = Number(call.query.get("after") ?? 0);
  const links = viewLinks(context, pair, idOf(context, pair.from.name, call.params.fromId));
  const rest = links.filter((link) => Number(link.toObjectId) > after);
  const results = rest.slice(0, limit);
  const last = results.at(-1)?.toObjectId;
  const isMore = rest.length > limit && last !== undefined;
  return json(200, {
    results,
    ...(isMore ? { paging: { next: { after: last, link: nextLink(call, last) } } } : {}),
  });
}

function addTyped(
  context: PortalContext,
  { from, to }: Pair,
  fromId: number,
  toId: number,
  specs: unknown[],
): number[] {
  if (specs.length === 0) throw invalid("At least one association type is needed");
  return specs.map((spec) => {
    const typeId = Number(toDict(spec).associationTypeId);
    context.portal.crm.associations.add(from.name, fromId, to.name, toId, typeId);
    return typeId;
  });
}

function labelledView(pair: Pair, fromId: number, toId: number, typeIds: number[]) {
  const types = associationTypes(pair.from.name, pair.to.name);
  return {
    fromObjectTypeId: pair.from.typeId,
    fromObjectId: String(fromId),
    toObjectTypeId: pair.to.typeId,
    toObjectId: String(toId),
    labels: types.flatMap((type) => (typeIds.includes(type.typeId) && type.label ? [type.label] : [])),
  };
}

function putLabelled(call: Call, context: PortalContext): Reply {
  const pair = pairOf(call, context, "write");
  const fromId = idOf(context, pair.from.name, call.params.fromId);
  const toId = idOf(context, pair.to.name, call.params.toId);
  const typeIds = addTyped(context, pair, fromId, toId, toList(parseJson(call.body)?.value));
  return json(201, labelledView(pair, fromId, toId, typeIds));
}

function remove(call: Call, context: PortalContext): Reply {
  const { from, to } = pairOf(call, context, "write");
  const { associations } = context.portal.crm;
  associations.remove(from.name, Number(call.params.fromId), to.name, Number(call.params.toId));
  return empty(204);
}

function labels(call: Call, context: PortalContext): Reply {
  const { from, to } = pairOf(call, context, "read");
  const results = associationTypes(from.name, to.name).map(({ category, typeId, label }) => ({
    category,
    typeId,
    label,
  }));
  return json(200, { results });
}

function inputsOf(call: Call, max: number) {
  const inputs = toList(jsonBody(call).inputs);
  if (inputs.length === 0 || inputs.length > max)
    throw invalid(`A batch takes 1 to ${max} inputs; got ${inputs.length}`);
  return inputs.map(toDict);
}

function idText(value: unknown): string {
  return isDict(value) ? (toText(value.id) ?? "") : "";
}

function batchRead(call: Call, context: PortalContext): Reply {
  const pair = pairOf(call, context, "read");
  const missing: string[] = [];
  const results = inputsOf(call, maxReads).flatMap((input) => {
    const row = findRow(context.portal.crm.collections[pair.from.name], idText(input));
    const to = row ? viewLinks(context, pair, row.id) : [];
    if (to.length === 0) missing.push(idText(input));
    return row && to.length > 0 ? [{ from: { id: String(row.id) }, to }] : [];
  });
  const errors = missing.map((id) => ({
    ...missingError(pair.from.singular, [id]),
    message: `No ${pair.to.singular} is associated with ${pair.from.singular} ${id}.`,
  }));
  return batchReply(context, 200, results, errors);
}

function batchCreate(call: Call, context: PortalContext): Reply {
  const pair = pairOf(call, context, "write");
  const results = inputsOf(call, maxWrites).map((input) => {
    const fromId = idOf(context, pair.from.name, idText(input.from));
    const toId = idOf(context, pair.to.name, idText(input.to));
    return labelledView(pair, fromId, toId, addTyped(context, pair, fromId, toId, toList(input.types)));
  });
  return batchReply(context, 201, results, []);
}

function batchDefault(call: Call, context: PortalContext): Reply {
  const pair = pairOf(call, context, "write");
  const results = inputsOf(call, maxWrites).flatMap((input) => {
    const fromId = idOf(context, pair.from.name, idText(input.from));
    return addDefault(context, pair, fromId, idOf(context, pair.to.name, idText(input.to)));
  });
  return batchReply(context, 200, results, []);
}

function batchArchive(call: Call, context: PortalContext): Reply {
  const { from, to } = pairOf(call, context, "write");
  for (const input of inputsOf(call, maxWrites))
    for (const target of Array.isArray(input.to) ? input.to : [input.to])
      context.portal.crm.associations.remove(
        from.name,
        Number(idText(input.from)),
        to.name,
        Number(idText(target)),
      );
  return empty(204);
}
