import { defineObject } from "../../kit/connector";
import { toUserRecord } from "../map";
import { User } from "../wire";
import { readNumberedPage } from "./numbered-pass";

/** Without the right to list users these are the authors of published posts. */
export const users = defineObject({
  name: "users",
  label: "Users",
  changes: "full",
  lookbackS: 0,
  maxPageSize: 100,
  deletions: "full_pass",
  async pull(connection, input) {
    const pass = { route: "users", row: User, query: { _fields: "id,name,slug,link,description" } };
    const { rows, ...page } = await readNumberedPage(connection, pass, input);
    return { ...page, records: rows.map(toUserRecord) };
  },
});
