import type { Account, Connection, TestStep } from "../kit/connector";
import { ProviderFailure } from "../kit/failure";
import { createClient } from "./client";
import { type Me, Post } from "./wire";

/** What WordPress lets a user do → what we need it for. https://wordpress.org/documentation/article/roles-and-capabilities/ */
const rights = [
  { name: "edit_posts", text: "write articles", needed: true },
  { name: "publish_posts", text: "publish articles", needed: true },
  { name: "upload_files", text: "upload pictures", needed: true },
  { name: "edit_others_posts", text: "see other people's drafts", needed: false },
  { name: "edit_pages", text: "write pages", needed: false },
  { name: "publish_pages", text: "publish pages", needed: false },
];

export const tests: TestStep[] = [
  {
    layer: "reach",
    label: "Find the site's REST API",
    async run(connection) {
      const index = await (await createClient(connection)).index();
      if (index.namespaces.includes("wp/v2"))
        return { detail: `${index.name || "The site"} answers at ${index.home}.` };
      throw new ProviderFailure("unexpected_shape", "The site has a REST API, but not that of WordPress.");
    },
  },
  {
    layer: "authenticate",
    label: "Sign in",
    async run(connection) {
      const me = await (await createClient(connection)).me();
      return { detail: `Signed in as ${me.name}${me.roles?.length ? ` (${me.roles.join(", ")})` : ""}.` };
    },
  },
  {
    layer: "scopes",
    label: "Check the user's rights",
    async run(connection) {
      const granted = capabilitiesOf(await (await createClient(connection)).me());
      const lacks = rights.filter((right) => !granted.has(right.name));
      const needed = lacks.filter((right) => right.needed).map((right) => right.text);
      if (needed.length > 0) {
        throw new ProviderFailure(
          "missing_scope",
          `This user may not ${needed.join(", ")}. Use an author or an editor.`,
        );
      }
      const others = lacks.map((right) => right.text).join(", ");
      return {
        detail: others
          ? `Enough for articles. Not allowed: ${others}.`
          : "The user may do all that is needed.",
      };
    },
  },
  {
    layer: "read",
    label: "Read one post",
    async run(connection) {
      const client = await createClient(connection);
      const listed = await client.list("posts", Post, { per_page: 1, status: "any", context: "edit" });
      return { detail: listed.total === 1 ? "1 post is readable." : `${listed.total} posts are readable.` };
    },
  },
  {
    layer: "write",
    label: "Check that articles could be written (nothing is written)",
    run: checkWriting,
  },
];

async function checkWriting(connection: Connection): Promise<{ detail: string }> {
  const client = await createClient(connection);
  const { headers } = await client.list("posts", Post, { per_page: 1, status: "any", context: "edit" });
  // WordPress lists here only the methods that this user may use.
  const { allow } = headers;
  if (allow !== undefined && !/\bPOST\b/.test(allow)) {
    throw new ProviderFailure("missing_scope", "The site does not let this user create articles.");
  }
  return { detail: "The site lets this user create articles." };
}

export async function identify(connection: Connection): Promise<Account> {
  const client = await createClient(connection);
  const [index, me] = await Promise.all([client.index(), client.me()]);
  const home = new URL(index.home || index.url);
  const place = `${home.host}${home.pathname.replace(/\/+$/, "")}`;
  const granted = capabilitiesOf(me);
  return {
    id: place,
    label: index.name ? `${index.name} · ${place}` : place,
    grantedScopes: rights.map((right) => right.name).filter((name) => granted.has(name)),
  };
}

function capabilitiesOf(me: Me): Set<string> {
  const entries = Array.isArray(me.capabilities) ? [] : Object.entries(me.capabilities ?? {});
  return new Set(entries.filter(([, has]) => has === true || has === 1).map(([name]) => name));
}
