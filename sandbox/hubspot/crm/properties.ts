import type { ObjectName } from "./object-types";

export type PropertyType = "string" | "number" | "date" | "datetime" | "enumeration" | "bool";

export interface PropertyDef {
  name: string;
  label: string;
  type: PropertyType;
  fieldType: string;
  options: string[];
  readOnly: boolean;
  unique: boolean;
  hubspotDefined: boolean;
}

const fieldTypes: Record<PropertyType, string> = {
  string: "text",
  number: "number",
  date: "date",
  datetime: "date",
  enumeration: "select",
  bool: "booleancheckbox",
};

function property(
  name: string,
  type: PropertyType = "string",
  extra: Partial<PropertyDef> = {},
): PropertyDef {
  return {
    name,
    label: name
      .replace(/^hs_/, "")
      .replaceAll("_", " ")
      .replace(/^./, (first) => first.toUpperCase()),
    type,
    fieldType: fieldTypes[type],
    options: type === "bool" ? ["true", "false"] : [],
    readOnly: false,
    unique: false,
    hubspotDefined: !name.startsWith("demo_"),
    ...extra,
  };
}

const readOnly = { readOnly: true };
const owner = property("hubspot_owner_id", "enumeration", { label: "Owner" });

export const lifecycleStages = [
  "subscriber",
  "lead",
  "marketingqualifiedlead",
  "salesqualifiedlead",
  "opportunity",
  "customer",
  "evangelist",
  "other",
] as const;
export const leadStatuses = ["NEW", "OPEN", "IN_PROGRESS", "OPEN_DEAL", "UNQUALIFIED", "CONNECTED"] as const;
export const interests = ["newsletter", "events", "product news", "case studies"] as const;
export const dealStages = [
  "appointmentscheduled",
  "qualifiedtobuy",
  "presentationscheduled",
  "decisionmakerboughtin",
  "contractsent",
  "closedwon",
  "closedlost",
] as const;

const address = ["address", "city", "state", "zip", "country"].map((name) => property(name));

const lists: Record<ObjectName, PropertyDef[]> = {
  contacts: [
    property("hs_object_id", "number", readOnly),
    property("createdate", "datetime", readOnly),
    property("lastmodifieddate", "datetime", readOnly),
    property("email", "string", { unique: true }),
    property("firstname", "string", { label: "First name" }),
    property("lastname", "string", { label: "Last name" }),
    ...["phone", "mobilephone", "company", "website", "jobtitle", "industry"].map((name) => property(name)),
    ...address,
    property("lifecyclestage", "enumeration", { options: [...lifecycleStages] }),
    property("hs_lead_status", "enumeration", { options: [...leadStatuses] }),
    owner,
    property("annualrevenue", "number"),
    property("numemployees", "number"),
    property("hs_email_optout", "bool"),
    property("hs_language", "string"),
    property("message", "string", { fieldType: "textarea" }),
    property("demo_score", "number"),
    property("demo_signup_date", "date"),
    property("demo_interests", "enumeration", { fieldType: "checkbox", options: [...interests] }),
  ],
  companies: [
    property("hs_object_id", "number", readOnly),
    property("createdate", "datetime", readOnly),
    property("hs_lastmodifieddate", "datetime", readOnly),
    ...["name", "domain", "phone", "website", "industry", "description"].map((name) => property(name)),
    ...address,
    property("lifecyclestage", "enumeration", { options: [...lifecycleStages] }),
    owner,
    property("annualrevenue", "number"),
    property("numberofemployees", "number"),
    property("demo_external_id", "string", { unique: true }),
  ],
  deals: [
    property("hs_object_id", "number", readOnly),
    property("createdate", "datetime", readOnly),
    property("hs_lastmodifieddate", "datetime", readOnly),
    property("dealname"),
    property("dealstage", "enumeration", { options: [...dealStages] }),
    property("pipeline", "enumeration", { options: ["default"] }),
    property("amount", "number"),
    property("closedate", "datetime"),
    property("description"),
    property("dealtype", "enumeration", { options: ["newbusiness", "existingbusiness"] }),
    owner,
  ],
};

const byName: Record<ObjectName, Map<string, PropertyDef>> = {
  contacts: index(lists.contacts),
  companies: index(lists.companies),
  deals: index(lists.deals),
};

function index(list: PropertyDef[]): Map<string, PropertyDef> {
  return new Map(list.map((definition) => [definition.name, definition]));
}

export function propertiesOf(name: ObjectName): PropertyDef[] {
  return lists[name];
}

export function findProperty(object: ObjectName, name: string): PropertyDef | undefined {
  return byName[object].get(name);
}

/** As GET /crm/v3/properties/{type} shows it. */
export function viewProperty(object: ObjectName, definition: PropertyDef, order: number) {
  const groups: Record<ObjectName, string> = {
    contacts: "contactinformation",
    companies: "companyinformation",
    deals: "dealinformation",
  };
  return {
    name: definition.name,
    label: definition.label,
    type: definition.type,
    fieldType: definition.fieldType,
    description: "",
    groupName: groups[object],
    options: definition.options.map((value, i) => ({
      label: value,
      value,
      description: "",
      displayOrder: i,
      hidden: false,
    })),
    displayOrder: order,
    calculated: false,
    externalOptions: definition.name === "hubspot_owner_id",
    ...(definition.name === "hubspot_owner_id" ? { referencedObjectType: "OWNER" } : {}),
    archived: false,
    hasUniqueValue: definition.unique,
    hidden: false,
    hubspotDefined: definition.hubspotDefined,
    formField: !definition.readOnly,
    dataSensitivity: "non_sensitive",
    createdAt: "2024-01-01T00:00:00.000Z",
    updatedAt: "2024-01-01T00:00:00.000Z",
    modificationMetadata: {
      archivable: !definition.hubspotDefined,
      readOnlyDefinition: definition.hubspotDefined,
      readOnlyValue: definition.readOnly,
    },
  };
}
