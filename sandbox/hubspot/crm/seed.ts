import { padded, pick, seededRandom } from "../../kit/random";
import type { CrmRow } from "./collection";
import type { ObjectName } from "./object-types";
import { dealStages, interests, leadStatuses, lifecycleStages } from "./properties";

export interface SeedOptions {
  /** The portal's number, so that no two portals hold the same people. */
  portal: number;
  /** The moment the demo data was made; everything lies before it. */
  epoch: number;
  contacts: number;
  companies: number;
  deals: number;
  /** So many contacts share one modified time, as after a bulk import. */
  sameModified: number;
}

type Link = [from: ObjectName, fromId: number, to: ObjectName, toId: number, typeId: number];

export interface CrmSeed {
  rows: Record<ObjectName, CrmRow[]>;
  links: Link[];
}

const dayMs = 86_400_000;
const firstIds: Record<ObjectName, number> = { contacts: 1_001, companies: 20_000_001, deals: 40_000_001 };
const titles = [
  "Marketing Lead",
  "Head of Content",
  "Sales Manager",
  "Founder",
  "Campaign Planner",
  "Analyst",
] as const;
const industries = ["COMPUTER_SOFTWARE", "RETAIL", "HOSPITALITY", "EDUCATION", "LOGISTICS"] as const;
const countries = ["Finland", "Germany", "Portugal", "Canada", "Japan"] as const;
export const ownerIds = ["81000001", "81000002", "81000003", "81000004", "81000005"] as const;

/** Made-up records, the same for the same options. */
export function seedCrm(options: SeedOptions): CrmSeed {
  const random = seededRandom(options.portal);
  const companies = Array.from({ length: options.companies }, (_, i) => company(i, options, random));
  const contacts = Array.from({ length: options.contacts }, (_, i) => contact(i, options, random));
  const deals = Array.from({ length: options.deals }, (_, i) => deal(i, options, random));
  const links: Link[] = [];
  for (const [i, { id }] of contacts.entries()) {
    const at = companies[i % companies.length];
    if (at && i % 10 !== 9)
      links.push(["contacts", id, "companies", at.id, 279], ["contacts", id, "companies", at.id, 1]);
  }
  for (const [i, { id }] of deals.entries()) {
    const who = contacts[(i * 7) % contacts.length];
    const at = companies[i % companies.length];
    if (who) links.push(["deals", id, "contacts", who.id, 3]);
    if (at) links.push(["deals", id, "companies", at.id, 341], ["deals", id, "companies", at.id, 5]);
  }
  return { rows: { contacts, companies, deals }, links };
}

/** Created over the last two years, changed since: most of it a while ago, some of it this week. */
function times(options: SeedOptions, random: () => number): { createdAt: number; updatedAt: number } {
  const createdAt = Math.floor(options.epoch - dayMs * (2 + random() * 730));
  const age = (options.epoch - 3_600_000 - createdAt) * random() ** 2;
  return { createdAt, updatedAt: Math.floor(options.epoch - 3_600_000 - age) };
}

function imported({ epoch }: SeedOptions): { createdAt: number; updatedAt: number } {
  return { createdAt: epoch - 40 * dayMs, updatedAt: epoch - 30 * dayMs };
}

function contact(i: number, options: SeedOptions, random: () => number): CrmRow {
  const number = padded(i + 1, options.contacts > 9999 ? 5 : 4);
  const { createdAt, updatedAt } = i < options.sameModified ? imported(options) : times(options, random);
  const site = `demo-company-${padded((i % Math.max(1, options.companies)) + 1, 3)}.example.com`;
  const prefix = options.portal === 1 ? "demo.contact" : `demo.contact.p${options.portal}`;
  return {
    id: firstIds.contacts + i,
    createdAt,
    updatedAt,
    archivedAt: null,
    props: {
      email: `${prefix}.${number}@example.com`,
      firstname: "Demo",
      lastname: `Contact ${number}`,
      phone: `+1 555 01${padded(i % 100, 2)}`,
      mobilephone: i % 3 === 0 ? `+1 555 01${padded((i + 37) % 100, 2)}` : "",
      company: `Demo Company ${padded((i % Math.max(1, options.companies)) + 1, 3)}`,
      website: `https://${site}`,
      jobtitle: pick(random, titles),
      industry: pick(random, industries),
      address: `${1 + (i % 200)} Example Street`,
      city: `Demo City ${padded(i % 40, 2)}`,
      state: i % 4 === 0 ? "" : `Demo State ${i % 12}`,
      zip: padded(10_000 + ((i * 37) % 89_999), 5),
      country: pick(random, countries),
      lifecyclestage: pick(random, lifecycleStages),
      hs_lead_status: random() < 0.7 ? pick(random, leadStatuses) : "",
      hubspot_owner_id: random() < 0.8 ? pick(random, ownerIds) : "",
      annualrevenue: String(Math.floor(random() * 500) * 1000),
      numemployees: String(1 + Math.floor(random() * 400)),
      hs_email_optout: random() < 0.08 ? "true" : "false",
      hs_language: pick(random, ["en", "fi", "de", "pt"]),
      demo_score: String(Math.floor(random() * 101)),
      demo_signup_date: new Date(createdAt).toISOString().slice(0, 10),
      demo_interests: interests.filter(() => random() < 0.4).join(";"),
    },
  };
}

function company(i: number, options: SeedOptions, random: () => number): CrmRow {
  const number = padded(i + 1, 3);
  const domain = `demo-company-${number}.example.com`;
  return {
    id: firstIds.companies + i,
    ...times(options, random),
    archivedAt: null,
    props: {
      name: `Demo Company ${number}`,
      domain,
      website: `https://${domain}`,
      phone: `+1 555 01${padded(i % 100, 2)}`,
      industry: pick(random, industries),
      description: `A made-up company for trying things out, number ${i + 1}.`,
      address: `${i + 1} Example Avenue`,
      city: `Demo City ${padded(i % 40, 2)}`,
      zip: padded(20_000 + i, 5),
      country: pick(random, countries),
      lifecyclestage: pick(random, lifecycleStages),
      hubspot_owner_id: pick(random, ownerIds),
      annualrevenue: String(Math.floor(random() * 9000) * 1000),
      numberofemployees: String(1 + Math.floor(random() * 900)),
      demo_external_id: `demo-${options.portal}-${number}`,
    },
  };
}

function deal(i: number, options: SeedOptions, random: () => number): CrmRow {
  const moments = times(options, random);
  return {
    id: firstIds.deals + i,
    ...moments,
    archivedAt: null,
    props: {
      dealname: `Demo Deal ${padded(i + 1, 3)}`,
      dealstage: pick(random, dealStages),
      pipeline: "default",
      amount: String(500 + Math.floor(random() * 400) * 50),
      closedate: new Date(moments.createdAt + dayMs * Math.floor(14 + random() * 90)).toISOString(),
      dealtype: i % 3 === 0 ? "existingbusiness" : "newbusiness",
      description: "A made-up deal.",
      hubspot_owner_id: pick(random, ownerIds),
    },
  };
}
