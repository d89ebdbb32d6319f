import { toDict, toList } from "../../kit/json";
import { AssociationBook } from "./associations";
import { Collection, type CrmRow } from "./collection";
import { type ObjectName, objectTypes } from "./object-types";
import { SearchIndex } from "./search";
import type { CrmSeed } from "./seed";

/** Ids of records made through the API start here; those of the seed lie below. */
const firstOwnId = 900_000_001;

/** The CRM of one portal. */
export class Crm {
  readonly collections: Record<ObjectName, Collection>;
  readonly searches: Record<ObjectName, SearchIndex>;
  readonly associations: AssociationBook;
  private lastId = firstOwnId - 1;

  constructor(seed: CrmSeed, saved: unknown, changed: () => void) {
    const collection = (name: ObjectName) => new Collection(objectTypes[name], seed.rows[name], changed);
    this.collections = {
      contacts: collection("contacts"),
      companies: collection("companies"),
      deals: collection("deals"),
    };
    this.searches = {
      contacts: new SearchIndex(this.collections.contacts),
      companies: new SearchIndex(this.collections.companies),
      deals: new SearchIndex(this.collections.deals),
    };
    this.associations = new AssociationBook(changed);
    for (const link of seed.links) this.associations.seed(...link);
    if (saved !== undefined) this.load(saved);
  }

  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  save(): unknown {
    const { contacts, companies, deals } = this.collections;
    return {
      lastId: this.lastId,
      contacts: contacts.save(),
      companies: companies.save(),
      deals: deals.save(),
      associations: this.associations.save(),
    };
  }

  private load(saved: unknown): void {
    const state = toDict(saved);
    if (typeof state.lastId === "number") this.lastId = state.lastId;
    for (const name of ["contacts", "companies", "deals"] as const) {
      const { rows, removed, merged } = toDict(state[name]);
      this.collections[name].load({
        rows: toList(rows) as CrmRow[],
        removed: toList(removed) as number[],
        merged: toList(merged) as [number, number][],
      });
    }
    this.associations.load(toList(state.associations) as [string, [number, number[]][]][]);
  }
}
