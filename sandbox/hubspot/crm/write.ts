import { isDict, toList, toText } from "../../kit/json";
import type { PortalContext } from "../context";
import { invalid, notFound, refuse } from "../errors";
import { associationTypes } from "./associations";
import type { Collection, CrmRow } from "./collection";
import { type ObjectName, type ObjectType, objectTypes } from "./object-types";
import { findProperty } from "./properties";
import { checkRequired, readProperties } from "./validate";

/** A row by record id, or by the value of a unique property when `idProperty` names one. */
export function findRow(collection: Collection, id: string, idProperty?: string | null): CrmRow | undefined {
  if (!idProperty || idProperty === "hs_object_id")
    return /^\d+$/.test(id) ? collection.get(Number(id)) : undefined;
  const { type } = collection;
  if (!findProperty(type.name, idProperty)?.unique || idProperty !== type.unique)
    throw invalid(`The property ${idProperty} is not a unique identifier of ${type.name}`);
  return collection.byUnique(id);
}

export function findLiveRow(collection: Collection, id: string, idProperty?: string | null): CrmRow {
  const row = findRow(collection, id, idProperty);
  if (!row || row.archivedAt !== null) throw notFound();
  return row;
}

function checkUnique(collection: Collection, values: Record<string, string>, own?: CrmRow): void {
  const { type } = collection;
  const value = type.unique ? values[type.unique] : undefined;
  const other = value ? collection.byUnique(value) : undefined;
  if (!other || other === own) return;
  const name = type.singular.replace(/^./, (first) => first.toUpperCase());
  throw refuse(409, "CONFLICT", `${name} already exists. Existing ID: ${other.id}`);
}

export function createRow(
  context: PortalContext,
  type: ObjectType,
  input: { properties?: unknown; associations?: unknown },
): CrmRow {
  const { crm } = context.portal;
  const collection = crm.collections[type.name];
  const values = readProperties(type, input.properties);
  checkRequired(type, values);
  checkUnique(collection, values);
  const links = readLinks(context, type, input.associations);
  const now = context.clock.now();
  const standard: Record<string, string> = type.name === "contacts" ? { lifecyclestage: "lead" } : {};
  const props = type.name === "deals" ? { pipeline: "default", ...values } : { ...standard, ...values };
  const row: CrmRow = { id: crm.nextId(), createdAt: now, updatedAt: now, archivedAt: null, props };
  collection.insert(row);
  for (const link of links) crm.associations.add(type.name, row.id, link.to, link.toId, link.typeId);
  return row;
}

/** `[{ to: { id }, types: [{ associationCategory, associationTypeId }] }]`: the type id tells what `to` is. */
function readLinks(context: PortalContext, type: ObjectType, input: unknown) {
  return toList(input).flatMap((item) => {
    const target = isDict(item) && isDict(item.to) ? (toText(item.to.id) ?? "") : "";
    return (isDict(item) ? toList(item.types) : []).map((spec) => {
      const typeId = isDict(spec) ? Number(spec.associationTypeId) : Number.NaN;
      const to = otherSide(type.name, typeId);
      const row = to && findRow(context.portal.crm.collections[to], target);
      if (!to || !row)
        throw invalid(`Association to ${target || "nothing"} with type ${typeId} is not valid`);
      return { to, toId: row.id, typeId };
    });
  });
}

function otherSide(from: ObjectName, typeId: number): ObjectName | undefined {
  return (Object.keys(objectTypes) as ObjectName[]).find(
    (to) => to !== from && associationTypes(from, to).some((type) => type.typeId === typeId),
  );
}

export function updateRow(
  context: PortalContext,
  collection: Collection,
  row: CrmRow,
  properties: unknown,
): CrmRow {
  const values = readProperties(collection.type, properties);
  checkUnique(collection, values, row);
  collection.update(row, values, context.clock.now());
  return row;
}
