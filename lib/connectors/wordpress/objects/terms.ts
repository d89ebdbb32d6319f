import { defineObject, type ObjectDefinition } from "../../kit/connector";
import { toTermRecord } from "../map";
import { Term } from "../wire";
import { readNumberedPage } from "./numbered-pass";

function defineTerms(route: "categories" | "tags", label: string): ObjectDefinition {
  return defineObject({
    name: route,
    label,
    changes: "full",
    lookbackS: 0,
    maxPageSize: 100,
    deletions: "full_pass",
    async pull(connection, input) {
      const query = { _fields: "id,name,slug,description,count,link,parent", hide_empty: "false" };
      const { rows, ...page } = await readNumberedPage(connection, { route, row: Term, query }, input);
      return { ...page, records: rows.map(toTermRecord) };
    },
  });
}

export const categories = defineTerms("categories", "Categories");
export const tags = defineTerms("tags", "Tags");
