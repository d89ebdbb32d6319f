import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { toDict, toList } from "../kit/json";
import { admin, ask, testSandbox } from "../testing/ask";
import { SchemaFolder } from "../testing/json-schema";

const sandbox = testSandbox();
const folder = path.resolve("../shared/contracts/wordpress/wp-json-schemas/schemas/rest-api");

const shapes: { schema: string; route: string; keyed?: boolean }[] = [
  { schema: "collections/posts.json", route: "posts?per_page=100" },
  { schema: "collections/posts.json", route: "posts?per_page=100&status=any&context=edit" },
  { schema: "post.json", route: "posts/21" },
  { schema: "post.json", route: "posts/21?context=edit&_embed" },
  { schema: "collections/pages.json", route: "pages?context=edit" },
  { schema: "collections/media.json", route: "media?context=edit" },
  { schema: "attachment.json", route: "media/5" },
  { schema: "collections/categories.json", route: "categories" },
  { schema: "collections/tags.json", route: "tags" },
  { schema: "collections/users.json", route: "users?context=edit" },
  { schema: "user.json", route: "users/me?context=edit" },
  { schema: "collections/comments.json", route: "comments" },
  { schema: "type.json", route: "types", keyed: true },
  { schema: "type.json", route: "types?context=edit", keyed: true },
  { schema: "taxonomy.json", route: "taxonomies?context=edit", keyed: true },
  { schema: "status.json", route: "statuses?context=edit", keyed: true },
  { schema: "collections/application-passwords.json", route: "users/me/application-passwords" },
  { schema: "application-password.json", route: "users/me/application-passwords/introspect" },
  { schema: "error.json", route: "posts/999999" },
  { schema: "error.json", route: "posts?per_page=0" },
];

/** What the folder of contracts says about our answers, or the one line that it is not there. */
async function checkAll(): Promise<{ checked: number; problems: string[] } | "contracts folder absent"> {
  if (!existsSync(folder)) return "contracts folder absent";
  const schemas = new SchemaFolder();
  const problems: string[] = [];
  for (const { schema, route, keyed } of shapes) {
    const { body } = await ask(`${sandbox.url}/wordpress/wp-json/wp/v2/${route}`, { headers: admin });
    const values = keyed ? Object.values(toDict(body)) : [body];
    for (const value of values)
      problems.push(
        ...schemas.check(path.join(folder, schema), value).map((problem) => `${route} ${problem}`),
      );
  }
  return { checked: shapes.length, problems };
}

test("answers have the shapes of the WordPress JSON schemas", async () => {
  const outcome = await checkAll();
  if (outcome === "contracts folder absent")
    process.stdout.write("NEED contracts: ../shared/contracts/wordpress\n");
  const wanted = existsSync(folder) ? { checked: shapes.length, problems: [] } : "contracts folder absent";
  expect(outcome).toEqual(wanted);
});

test("the schema checker itself finds what is wrong", () => {
  const schemas = new SchemaFolder();
  const file = path.resolve("sandbox/testing/sample.schema.json");
  expect(schemas.check(file, { id: 1, link: "http://example.test/", state: "open" })).toEqual([]);
  const problems = schemas.check(file, { id: "1", link: "nowhere", state: "ajar", more: true });
  expect(toList(problems)).toHaveLength(4);
  expect(schemas.check(file, { id: 1 })).toEqual([": link is missing"]);
});
