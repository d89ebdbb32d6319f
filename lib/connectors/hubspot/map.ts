import type { JsonValue, PulledRecord } from "../kit/connector";
import type { CrmType } from "./client";
import type { CrmObject } from "./wire";

interface Mapping {
  /** HubSpot's property → our name. What is not listed is not asked for. */
  fields: Readonly<Record<string, string>>;
  numbers: readonly string[];
  /** The property that says when it was changed. */
  modified: string;
  title(data: Record<string, JsonValue>): string;
}

const text = (value: JsonValue | undefined) => (typeof value === "string" ? value.trim() : "");

export const mappings: Readonly<Record<CrmType, Mapping>> = {
  contacts: {
    fields: {
      email: "email",
      firstname: "first_name",
      lastname: "last_name",
      phone: "phone",
      mobilephone: "mobile_phone",
      company: "company",
      jobtitle: "job_title",
      website: "website",
      city: "city",
      state: "state",
      zip: "postal_code",
      country: "country",
      lifecyclestage: "lifecycle_stage",
      hs_lead_status: "lead_status",
      hubspot_owner_id: "owner_id",
      createdate: "created_at",
      lastmodifieddate: "modified_at",
    },
    numbers: [],
    modified: "lastmodifieddate",
    title: (data) => `${text(data.first_name)} ${text(data.last_name)}`.trim() || text(data.email),
  },
  companies: {
    fields: {
      name: "name",
      domain: "domain",
      industry: "industry",
      phone: "phone",
      city: "city",
      state: "state",
      country: "country",
      numberofemployees: "employees",
      annualrevenue: "annual_revenue",
      lifecyclestage: "lifecycle_stage",
      hubspot_owner_id: "owner_id",
      createdate: "created_at",
      hs_lastmodifieddate: "modified_at",
    },
    numbers: ["numberofemployees", "annualrevenue"],
    modified: "hs_lastmodifieddate",
    title: (data) => text(data.name) || text(data.domain),
  },
  deals: {
    fields: {
      dealname: "name",
      amount: "amount",
      deal_currency_code: "currency",
      pipeline: "pipeline",
      dealstage: "stage",
      closedate: "close_date",
      hubspot_owner_id: "owner_id",
      createdate: "created_at",
      hs_lastmodifieddate: "modified_at",
    },
    // Money stays the decimal string that HubSpot gives: a number would round it.
    numbers: [],
    modified: "hs_lastmodifieddate",
    title: (data) => text(data.name),
  },
};

const nouns: Record<CrmType, string> = { contacts: "Contact", companies: "Company", deals: "Deal" };

export function toRecord(type: CrmType, row: CrmObject): PulledRecord {
  const { fields, numbers, title, modified } = mappings[type];
  const data: Record<string, JsonValue> = {};
  for (const [property, name] of Object.entries(fields)) {
    const value = row.properties[property] ?? null;
    // HubSpot writes every value as text, and clears one by making it empty.
    data[name] = value === null || value === "" ? null : numbers.includes(property) ? toNumber(value) : value;
  }
  return {
    externalId: row.id,
    title: title(data) || `${nouns[type]} ${row.id}`,
    data,
    updatedAt: toInstant(row.properties[modified] ?? row.updatedAt) ?? toInstant(row.updatedAt),
  };
}

function toNumber(value: string): JsonValue {
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

/** ISO 8601, or milliseconds as older answers have them. */
export function toInstant(value: string): string | null {
  const at = new Date(/^\d{10,}$/.test(value) ? Number(value) : value);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
