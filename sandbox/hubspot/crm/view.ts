import type { CrmRow } from "./collection";
import type { ObjectType } from "./object-types";
import { findProperty } from "./properties";

/** The value of one property as the API gives it: always text, null when empty. */
export function propertyValue(type: ObjectType, row: CrmRow, name: string): string | null {
  if (name === "hs_object_id") return String(row.id);
  if (name === "createdate") return new Date(row.createdAt).toISOString();
  if (name === type.modified) return new Date(row.updatedAt).toISOString();
  return row.props[name] || null;
}

export interface ViewOptions {
  properties?: string[];
  history?: string[];
}

/** How a record looks in answers. Properties that do not exist are left out without a word, as HubSpot does. */
export function rowViewer(type: ObjectType, { properties = [], history = [] }: ViewOptions = {}) {
  const known = properties.filter((name) => findProperty(type.name, name));
  const kept = properties.length > 0 ? type.standard.filter((name) => always(type, name)) : type.standard;
  const names = [...new Set([...kept, ...known])].sort();
  return (row: CrmRow) => {
    const values: Record<string, string | null> = {};
    for (const name of names) values[name] = propertyValue(type, row, name);
    return {
      id: String(row.id),
      properties: values,
      ...(history.length > 0 ? { propertiesWithHistory: historyOf(type, row, history) } : {}),
      createdAt: new Date(row.createdAt).toISOString(),
      updatedAt: new Date(row.updatedAt).toISOString(),
      archived: row.archivedAt !== null,
      ...(row.archivedAt === null ? {} : { archivedAt: new Date(row.archivedAt).toISOString() }),
    };
  };
}

export function viewRow(type: ObjectType, row: CrmRow, options?: ViewOptions) {
  return rowViewer(type, options)(row);
}

/** These three come back whatever is asked for. */
function always(type: ObjectType, name: string): boolean {
  return name === "hs_object_id" || name === "createdate" || name === type.modified;
}

function historyOf(type: ObjectType, row: CrmRow, names: string[]) {
  const known = names.filter((name) => findProperty(type.name, name));
  return Object.fromEntries(
    known.map((name) => [
      name,
      [
        {
          value: propertyValue(type, row, name) ?? "",
          timestamp: new Date(row.updatedAt).toISOString(),
          sourceType: "CRM_UI",
        },
      ],
    ]),
  );
}
