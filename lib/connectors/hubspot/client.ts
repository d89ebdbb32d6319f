import type { Connection } from "../kit/connector";
import { parseWire } from "../kit/shape";
import { AccountDetails, CrmList, CrmSearch } from "./wire";

export type CrmType = "contacts" | "companies" | "deals";

/** The undated paths: HubSpot's dated ones add each account's own validation rules to writes. */
const crm = "/crm/v3/objects";

export interface Filter {
  propertyName: string;
  operator: "GTE" | "GT" | "HAS_PROPERTY";
  value?: string;
}

export function createClient({ http, origins }: Connection) {
  const { api } = origins;
  return {
    account: async () => {
      const url = `${api}/account-info/v3/details`;
      const answer = await http.call({ operation: "account.get", method: "GET", url });
      return { details: parseWire(AccountDetails, answer.body, "HubSpot account"), headers: answer.headers };
    },
    list: async (
      type: CrmType,
      query: { limit: number; after?: string; properties: string; archived?: boolean },
    ) => {
      const url = `${api}${crm}/${type}`;
      const answer = await http.call({ operation: `${type}.list`, method: "GET", url, query });
      return { list: parseWire(CrmList, answer.body, `HubSpot ${type}`), headers: answer.headers };
    },
    search: async (
      type: CrmType,
      search: { filters: Filter[]; sortBy: string; properties: string[]; limit: number },
    ) => {
      const { filters, sortBy, properties, limit } = search;
      const json = {
        filterGroups: filters.length > 0 ? [{ filters }] : [],
        sorts: [{ propertyName: sortBy, direction: "ASCENDING" }],
        properties,
        limit,
      };
      const url = `${api}${crm}/${type}/search`;
      const answer = await http.call({
        operation: `${type}.search`,
        method: "POST",
        url,
        json,
        idempotent: true,
      });
      return { found: parseWire(CrmSearch, answer.body, `HubSpot ${type} search`), headers: answer.headers };
    },
  };
}
