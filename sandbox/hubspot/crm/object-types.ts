import { refuse } from "../errors";

export type ObjectName = "contacts" | "companies" | "deals";

export interface ObjectType {
  name: ObjectName;
  singular: string;
  typeId: string;
  modified: "lastmodifieddate" | "hs_lastmodifieddate";
  /** Returned when a call names no properties. */
  standard: string[];
  /** The property no two live records share. */
  unique: string | null;
}

export const objectTypes: Record<ObjectName, ObjectType> = {
  contacts: {
    name: "contacts",
    singular: "contact",
    typeId: "0-1",
    modified: "lastmodifieddate",
    standard: ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"],
    unique: "email",
  },
  companies: {
    name: "companies",
    singular: "company",
    typeId: "0-2",
    modified: "hs_lastmodifieddate",
    standard: ["createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"],
    unique: "demo_external_id",
  },
  deals: {
    name: "deals",
    singular: "deal",
    typeId: "0-3",
    modified: "hs_lastmodifieddate",
    standard: [
      "amount",
      "closedate",
      "createdate",
      "dealname",
      "dealstage",
      "hs_lastmodifieddate",
      "hs_object_id",
      "pipeline",
    ],
    unique: null,
  },
};

/** By plural, singular or id: contacts, contact and 0-1 are the same. */
export function objectTypeOf(text: string): ObjectType {
  const type = Object.values(objectTypes).find((candidate) =>
    [candidate.name, candidate.singular, candidate.typeId].includes(text.toLowerCase()),
  );
  if (!type) throw refuse(400, "VALIDATION_ERROR", `Unable to infer object type from: ${text}`);
  return type;
}
