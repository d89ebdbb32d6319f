import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { allScopes } from "@/lib/access/scopes";
import { createApiKey } from "@/lib/domain/api-key/create-api-key";
import { newId, toPublicId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { bodyFor, callEndpoint as call, fill, type Ids, nouns } from "@/lib/testing/endpoint-calls";
import { makeOwner } from "@/lib/testing/people";
import { allEndpoints } from "./all";

testDatabase();

/** Stands in every text of workspace A; no answer to B may hold it. */
const marker = "marker-of-a-7f3e";

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
    const answer = await call(endpoint, keyOfB, idsOfB, { query });
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
