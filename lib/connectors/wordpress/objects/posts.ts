import { defineObject, type ObjectDefinition } from "../../kit/connector";
import type { PostType } from "../client";
import { toPostRecord } from "../map";
import { Post, TrashedPost } from "../wire";
import { readModifiedPage } from "./modified-pass";

const fields =
  "id,date_gmt,modified_gmt,slug,status,link,title,content,excerpt,author,featured_media,parent,menu_order,categories,tags";

/** Posts and pages are the same thing by another route. */
export function definePosts(route: PostType, label: string): ObjectDefinition {
  return defineObject({
    name: route,
    label,
    changes: "delta",
    lookbackS: 1,
    // With their whole content in them, 100 long articles would be too large an answer.
    maxPageSize: 50,
    deletions: "feed_and_full_pass",
    async pull(connection, input) {
      const query = { context: "edit", status: "any", _fields: fields };
      const { rows, ...page } = await readModifiedPage(connection, { route, row: Post, query }, input);
      return { ...page, records: rows.map(toPostRecord) };
    },
    async pullDeleted(connection, input) {
      const query = { context: "edit", status: "trash", _fields: "id,modified_gmt" };
      const page = await readModifiedPage(connection, { route, row: TrashedPost, query }, input);
      return { externalIds: page.rows.map((row) => String(row.id)), next: page.next };
    },
  });
}

export const posts = definePosts("posts", "Posts");
