import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { contentItems, media, publications } from "@/drizzle/schema/content";
import { integrations } from "@/drizzle/schema/integrations";
import { records, runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { allScopes } from "@/lib/access/scopes";
import { withSystem } from "@/lib/db/transaction";
import { createApiKey } from "@/lib/domain/api-key/create-api-key";
import { type Noun, newId, toPublicId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { makeOwner } from "@/lib/testing/people";
import type { EndpointDefinition } from "../endpoint";
import { allEndpoints } from "./all";

testDatabase();

/** Stands in every text of workspace A; no answer to B may hold it. */
const marker = "marker-of-a-7f3e";

const nouns: Record<string, Noun> = {
  integration_id: "integration",
  run_id: "run",
  content_id: "content",
  content_item_id: "content",
  publication_id: "publication",
  media_id: "media",
};

type Ids = Partial<Record<Noun, string>>;

let keyOfA: string;
let keyOfB: string;
let idsOfA: Ids;
let idsOfB: Ids;
let ownerOfB: Ctx;

beforeAll(async () => {
  const [a, b] = [await makeOwner(marker), await makeOwner("Workspace of B")];
  ownerOfB = b;
  idsOfA = await fill(a, marker);
  idsOfB = await fill(b, "of b");
  const scopes = [...allScopes];
  keyOfA = (await createApiKey(a, { name: marker, scopes })).key;
  keyOfB = (await createApiKey(b, { name: "of b", scopes })).key;
});

async function fill({ workspaceId, now }: Ctx, text: string): Promise<Ids> {
  const [integrationId, runId, contentItemId, publicationId, mediaId] = [
    newId(),
    newId(),
    newId(),
    newId(),
    newId(),
  ];
  const contentData = { content: `<p>${text}</p>` };
  await withSystem(async (tx) => {
    await tx.insert(integrations).values({
      id: integrationId,
      workspaceId,
      connector: "wordpress",
      name: text,
      status: "connected",
      config: { siteUrl: `https://${text.replaceAll(" ", "-")}.example.test` },
      accountLabel: text,
    });
    await tx.insert(runs).values({
      id: runId,
      workspaceId,
      integrationId,
      trigger: "manual",
      objects: ["posts"],
      progress: { objects: {} },
      error: { kind: "internal", message: text, fix: text },
    });
    await tx.insert(records).values({
      integrationId,
      object: "posts",
      externalId: text,
      workspaceId,
      hash: Buffer.from("00", "hex"),
      data: { title: text },
      title: text,
      firstSeenAt: now,
      changedAt: now,
    });
    await tx.insert(contentItems).values({
      id: contentItemId,
      workspaceId,
      contentId: text,
      contentType: "article",
      title: text,
      contentData,
    });
    await tx.insert(publications).values({
      id: publicationId,
      workspaceId,
      contentItemId,
      contentVersion: 1,
      snapshot: contentData,
      contentType: "article",
      integrationId,
      externalUrl: `https://${text.replaceAll(" ", "-")}.example.test/post`,
    });
    await tx.insert(media).values({
      id: mediaId,
      workspaceId,
      sha256: Buffer.from(text),
      fileName: `${text}.png`,
      mime: "image/png",
      sizeBytes: text.length,
      bytes: Buffer.from(text),
    });
  });
  return {
    integration: integrationId,
    run: runId,
    content: contentItemId,
    publication: publicationId,
    media: mediaId,
  };
}

/** The least that each body schema accepts; ids in it come from the given workspace. */
function bodyFor(id: string, ids: Ids): unknown {
  const integration = toPublicId("integration", ids.integration ?? "");
  const bodies: Record<string, unknown> = {
    "integrations.create": { provider: "hubspot" },
    "integrations.update": { name: "taken over" },
    "integrations.connect": {},
    "integrations.sync_now": {},
    "content.save": {
      content_id: newId(),
      content_type: "article",
      title: "x",
      content_data: { content: "<p>x</p>" },
    },
    "content.publish": { integration_ids: [integration] },
  };
  return bodies[id];
}

interface Answer {
  status: number;
  text: string;
}

async function call(endpoint: EndpointDefinition, key: string, ids: Ids, query = ""): Promise<Answer> {
  const params: Record<string, string> = {};
  const place = endpoint.path.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
    const noun = nouns[name];
    const value = noun ? toPublicId(noun, ids[noun] ?? "") : "wordpress";
    params[camel(name)] = value;
    return value;
  });
  const body = endpoint.body ? JSON.stringify(bodyFor(endpoint.id, ids)) : undefined;
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  if (body) headers["content-type"] = "application/json";
  if (endpoint.upload) headers["content-type"] = endpoint.upload.types[0] ?? "";
  const request = new Request(`http://127.0.0.1:3000/api/v1${place}${query}`, {
    method: endpoint.method,
    headers,
    body,
  });
  const file = path.resolve(
    "app/api/v1",
    endpoint.path.slice(1).replace(/\{([a-z_]+)\}/g, (_, n) => `[${camel(n)}]`),
  );
  const route = await import(path.join(file, "route.ts"));
  const response: Response = await route[endpoint.method](request, { params: Promise.resolve(params) });
  return { status: response.status, text: await response.text() };
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const withIds = allEndpoints.filter((endpoint) =>
  Object.keys(nouns).some((name) => endpoint.path.includes(`{${name}}`)),
);
const withoutIds = allEndpoints.filter((endpoint) => !withIds.includes(endpoint));

test.each(withIds.map((endpoint) => [endpoint.id, endpoint] as const))(
  "R13 %s with an id of another workspace is 404 and says nothing of it",
  async (_, endpoint) => {
    const theirs = await call(endpoint, keyOfB, idsOfA);
    expect([theirs.status, theirs.text.includes(marker)]).toEqual([404, false]);
    const unknown = await call(
      endpoint,
      keyOfB,
      Object.fromEntries(Object.keys(idsOfA).map((noun) => [noun, newId()])),
    );
    const shape = (text: string) => JSON.stringify({ ...JSON.parse(text), request_id: "" });
    expect(shape(theirs.text)).toBe(shape(unknown.text));
  },
);

test.each(withoutIds.map((endpoint) => [endpoint.id, endpoint] as const))(
  "R13 %s answers with nothing of another workspace",
  async (_, endpoint) => {
    const answer = await call(endpoint, keyOfB, idsOfA);
    expect([answer.text.includes(marker), answer.status < 500]).toEqual([false, true]);
  },
);

const filters = allEndpoints.flatMap((endpoint) =>
  Object.keys(endpoint.query?.shape ?? {})
    .filter((name) => name in nouns)
    .map((name) => [`${endpoint.id}?${name}`, endpoint, name] as const),
);

test("R13 a filter by an id of another workspace finds nothing", async () => {
  for (const [label, endpoint, name] of filters) {
    const noun = nouns[name] ?? "integration";
    const query = `?${name}=${toPublicId(noun, idsOfA[noun] ?? "")}`;
    const answer = await call(endpoint, keyOfB, idsOfB, query);
    expect([label, answer.text.includes(marker), answer.status < 500]).toEqual([label, false, true]);
  }
});

test("R13 own content is not published through another workspace's integration", async () => {
  const publish = allEndpoints.find((endpoint) => endpoint.id === "content.publish");
  if (!publish) throw new Error("content.publish is gone: change this test with it");
  const answer = await call(publish, keyOfB, { ...idsOfA, content: idsOfB.content });
  expect([answer.status, answer.text.includes(marker)]).toEqual([404, false]);
});

test("R13 the marker is really there: workspace A sees it, so that the above means something", async () => {
  let seen = 0;
  for (const endpoint of allEndpoints.filter((one) => one.method === "GET" && one.tag !== "Providers")) {
    const answer = await call(endpoint, keyOfA, idsOfA);
    expect([endpoint.id, answer.status]).toEqual([endpoint.id, 200]);
    if (answer.text.includes(marker)) seen += 1;
  }
  expect(seen).toBeGreaterThanOrEqual(3);
});

test("every endpoint refuses who has no key, and a key that has every right but the one it needs", async () => {
  const keys = new Map<string, string>();
  for (const scope of allScopes) {
    const scopes = [...allScopes].filter((other) => other !== scope);
    keys.set(scope, (await createApiKey(ownerOfB, { name: `no ${scope}`, scopes })).key);
  }
  for (const endpoint of allEndpoints) {
    expect([endpoint.id, (await call(endpoint, "cns_none", idsOfB)).status]).toEqual([endpoint.id, 401]);
    if (!endpoint.scope) continue;
    const refused = await call(endpoint, keys.get(endpoint.scope) ?? "", idsOfB);
    expect([endpoint.id, refused.status]).toEqual([endpoint.id, 403]);
  }
});

test("R13 every path and body is one that this test fills rightly", () => {
  for (const endpoint of allEndpoints) {
    for (const [, name = ""] of endpoint.path.matchAll(/\{([a-z_]+)\}/g)) {
      expect([endpoint.id, name in nouns || name === "provider_id"]).toEqual([endpoint.id, true]);
    }
    const body = bodyFor(endpoint.id, idsOfB);
    expect([endpoint.id, endpoint.body ? endpoint.body.safeParse(body).success : body === undefined]).toEqual(
      [endpoint.id, true],
    );
  }
});
