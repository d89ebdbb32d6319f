import { defineObject } from "../../kit/connector";
import { toMediaRecord } from "../map";
import { Media } from "../wire";
import { readModifiedPage } from "./modified-pass";

const fields =
  "id,date_gmt,modified_gmt,slug,link,title,caption,alt_text,media_type,mime_type,source_url,author";

export const media = defineObject({
  name: "media",
  label: "Media",
  changes: "delta",
  lookbackS: 1,
  maxPageSize: 100,
  // Files skip the trash unless a site is configured otherwise.
  deletions: "full_pass",
  async pull(connection, input) {
    const pass = { route: "media", row: Media, query: { context: "edit", _fields: fields } };
    const { rows, ...page } = await readModifiedPage(connection, pass, input);
    return { ...page, records: rows.map(toMediaRecord) };
  },
});
