import { type Call, empty, json, Refusal, type Reply } from "../../kit/http";
import { type Dict, isDict, parseJson, toDict, toList, toText, toTexts } from "../../kit/json";
import type { Router } from "../../kit/router";
import type { PortalContext } from "../context";
import { invalid } from "../errors";
import { jsonBody } from "../read-body";
import type { Collection, CrmRow } from "./collection";
import { collectionOf } from "./object-routes";
import { viewRow } from "./view";
import { createRow, findRow, updateRow } from "./write";

const maxInputs = 100;

export function addBatchRoutes(router: Router<PortalContext>): void {
  router
    .on("POST", "/crm/v3/objects/:type/batch/read", batchRead)
    .on("POST", "/crm/v3/objects/:type/batch/create", batchCreate)
    .on("POST", "/crm/v3/objects/:type/batch/update", batchUpdate)
    .on("POST", "/crm/v3/objects/:type/batch/upsert", batchUpsert)
    .on("POST", "/crm/v3/objects/:type/batch/archive", batchArchive);
}

interface BatchError {
  status: "error";
  category: string;
  message: string;
  context: Record<string, string[]>;
  links: Record<string, string>;
  errors: unknown[];
}

function inputsOf(body: Dict): Dict[] {
  const inputs = toList(body.inputs);
  if (inputs.length === 0) throw invalid("Invalid input JSON: inputs is missing or empty");
  if (inputs.length > maxInputs)
    throw invalid(`The maximum number of inputs in a batch request is ${maxInputs}; got ${inputs.length}`);
  return inputs.map((input) => {
    if (!isDict(input)) throw invalid("Invalid input JSON: an input is not an object");
    return input;
  });
}

/** 207 as soon as one input failed. */
export function batchReply(
  context: PortalContext,
  fullStatus: number,
  results: unknown[],
  errors: BatchError[],
): Reply {
  const now = new Date(context.clock.now()).toISOString();
  const body = { status: "COMPLETE", results, startedAt: now, completedAt: now };
  if (errors.length === 0) return json(fullStatus, body);
  return json(207, { ...body, numErrors: errors.length, errors });
}

export function missingError(kind: string, ids: string[]): BatchError {
  return {
    status: "error",
    category: "OBJECT_NOT_FOUND",
    message: `Could not get some ${kind} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids },
    links: {},
    errors: [],
  };
}

function view(collection: Collection, row: CrmRow, properties = Object.keys(row.props)) {
  return viewRow(collection.type, row, { properties });
}

function batchRead(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "read");
  const body = jsonBody(call);
  const properties = toTexts(body.properties);
  const history = toTexts(body.propertiesWithHistory);
  const wantsArchived = call.query.get("archived") === "true";
  const found: CrmRow[] = [];
  const missing: string[] = [];
  for (const { id } of inputsOf(body)) {
    const row = findRow(collection, toText(id) ?? "", toText(body.idProperty));
    if (row && (row.archivedAt !== null) === wantsArchived) found.push(row);
    else missing.push(toText(id) ?? "");
  }
  const errors = missing.length > 0 ? [missingError(collection.type.singular.toUpperCase(), missing)] : [];
  const results = [...new Set(found)].map((row) => viewRow(collection.type, row, { properties, history }));
  return batchReply(context, 200, results, errors);
}

/** Without a trace id on every input the first problem refuses the whole batch; nothing is made then. */
function batchCreate(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "write");
  const inputs = inputsOf(jsonBody(call));
  const isTraced = inputs.every((input) => toText(input.objectWriteTraceId));
  const made: CrmRow[] = [];
  const results: unknown[] = [];
  const errors: BatchError[] = [];
  for (const input of inputs) {
    try {
      const row = createRow(context, collection.type, input);
      made.push(row);
      const traceId = toText(input.objectWriteTraceId);
      results.push({ ...view(collection, row), ...(traceId ? { objectWriteTraceId: traceId } : {}) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!isTraced) {
        for (const row of made) collection.remove(row);
        throw error;
      }
      errors.push(toBatchError(error, toText(input.objectWriteTraceId) ?? ""));
    }
  }
  return batchReply(context, 201, results, errors);
}

function toBatchError(error: Refusal, traceId: string): BatchError {
  const body = toDict(parseJson(Buffer.from(error.reply.body))?.value);
  return {
    status: "error",
    category: toText(body.category) ?? "VALIDATION_ERROR",
    message: toText(body.message) ?? "",
    context: { objectWriteTraceId: [traceId] },
    links: {},
    errors: toList(body.errors),
  };
}

function batchUpdate(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "write");
  const updated: CrmRow[] = [];
  const missing: string[] = [];
  for (const { id, idProperty, properties } of inputsOf(jsonBody(call))) {
    const row = findRow(collection, toText(id) ?? "", toText(idProperty));
    if (row && row.archivedAt === null) updated.push(updateRow(context, collection, row, properties));
    else missing.push(toText(id) ?? "");
  }
  const errors = missing.length > 0 ? [missingError(collection.type.singular.toUpperCase(), missing)] : [];
  return batchReply(
    context,
    200,
    updated.map((row) => view(collection, row)),
    errors,
  );
}

function batchUpsert(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "write");
  const inputs = inputsOf(jsonBody(call));
  const ids = inputs.map((input) => toText(input.id)?.toLowerCase() ?? "");
  if (new Set(ids).size < ids.length) throw invalid("Duplicate IDs found in batch input");
  const results = inputs.map((input) => {
    const id = toText(input.id) ?? "";
    const idProperty = toText(input.idProperty) ?? "hs_object_id";
    const row = findRow(collection, id, idProperty);
    if (row && row.archivedAt === null)
      return { ...view(collection, updateRow(context, collection, row, input.properties)), new: false };
    if (idProperty === "hs_object_id") throw invalid(`No ${collection.type.singular} with the id ${id}`);
    const properties = { [idProperty]: id, ...toDict(input.properties) };
    return { ...view(collection, createRow(context, collection.type, { properties })), new: true };
  });
  return batchReply(context, 200, results, []);
}

function batchArchive(call: Call, context: PortalContext): Reply {
  const collection = collectionOf(call, context, "write");
  for (const { id } of inputsOf(jsonBody(call))) {
    const row = findRow(collection, toText(id) ?? "");
    if (row) collection.archive(row, context.clock.now());
  }
  return empty(204);
}
