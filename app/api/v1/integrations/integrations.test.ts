import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scope } from "@/lib/access/scopes";
import { createApiKey } from "@/lib/domain/api-key/create-api-key";
import { testDatabase } from "@/lib/testing/database";
import {
  type LocalHubspot,
  type LocalWordpress,
  startLocalHubspot,
  startLocalWordpress,
} from "@/lib/testing/local-platforms";
import { makeOwner } from "@/lib/testing/people";
import * as provider from "../providers/[providerId]/route";
import * as providers from "../providers/route";
import * as connect from "./[integrationId]/connect/route";
import * as one from "./[integrationId]/route";
import * as check from "./[integrationId]/test_connection/route";
import * as summary from "./health_summary/route";
import * as many from "./route";

testDatabase();
let site: LocalWordpress;
let hubspot: LocalHubspot;
let key: string;
let readKey: string;
let foreignKey: string;

beforeAll(async () => {
  [site, hubspot] = await Promise.all([startLocalWordpress(), startLocalHubspot()]);
  const owner = await makeOwner();
  const keyOf = async (ctx: typeof owner, scopes: Scope[]) =>
    (await createApiKey(ctx, { name: "Test", scopes })).key;
  key = await keyOf(owner, ["integration:read", "integration:write"]);
  readKey = await keyOf(owner, ["integration:read"]);
  foreignKey = await keyOf(await makeOwner("Other workspace"), ["integration:read", "integration:write"]);
});
afterAll(() => Promise.all([site.stop(), hubspot.stop()]));

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

interface Call {
  as?: string;
  query?: string;
  params?: Record<string, string>;
  body?: unknown;
  raw?: string | Uint8Array<ArrayBuffer>;
}

async function call(
  handler: Handler,
  method: string,
  { as = key, query = "", params = {}, body, raw }: Call = {},
) {
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const request = new Request(`http://127.0.0.1:3000/api/v1/x${query}`, {
    method,
    headers: {
      authorization: `Bearer ${as}`,
      ...(text === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(text === undefined ? {} : { body: text }),
  });
  const answer = await handler(request, { params: Promise.resolve(params) });
  const answered = await answer.text();
  for (const secret of [site.password, site.password.replaceAll(" ", ""), "test-hubspot-client-secret"]) {
    expect(answered).not.toContain(secret);
  }
  return { status: answer.status, json: answered ? JSON.parse(answered) : null };
}

const credentials = () => ({ siteUrl: site.url, username: site.user, appPassword: site.password });

test("providers are listed by name and category, with everything needed to connect and no secret", async () => {
  const all = await call(providers.GET, "GET");
  expect(all.json.data.map((one: { id: string }) => one.id)).toEqual(["hubspot", "wordpress"]);
  const page = await call(providers.GET, "GET", { query: "?limit=1" });
  const next = await call(providers.GET, "GET", { query: `?limit=1&cursor=${page.json.next_cursor}` });
  expect(next.json).toMatchObject({ data: [{ id: "wordpress" }], next_cursor: null });
  expect((await call(providers.GET, "GET", { query: "?category=CMS" })).json.data).toHaveLength(1);
  expect((await call(providers.GET, "GET", { query: "?q=hub" })).json.data).toHaveLength(1);
  const { json } = await call(provider.GET, "GET", { params: { providerId: "hubspot" } });
  expect(json).toMatchObject({
    display_name: "HubSpot",
    category: "CRM",
    auth_type: "oauth2",
    webhook_support: false,
    oauth_config: { configured: true, redirect_uri: "http://127.0.0.1:3000/api/oauth/hubspot/callback" },
  });
  expect(json.rate_limits.length).toBeGreaterThan(0);
  expect((await call(provider.GET, "GET", { params: { providerId: "nothing" } })).status).toBe(404);
});

test("create, read, change, test, connect again and remove", async () => {
  const created = await call(many.POST, "POST", {
    body: { provider: "wordpress", name: "Blog", credentials: credentials() },
  });
  expect(created.status).toBe(201);
  expect(created.json).toMatchObject({
    name: "Blog",
    status: "connected",
    credentials_stored: true,
    health_score: 100,
  });
  const params = { integrationId: created.json.id };
  const changed = await call(one.PATCH, "PATCH", {
    params,
    body: {
      name: "News",
      version: 1,
      settings: { rate_limits: { requestsPerMinute: 50 }, sync: { syncInterval: 30 } },
    },
  });
  expect(changed.json).toMatchObject({
    name: "News",
    version: 2,
    settings: { rate_limits: { requestsPerMinute: 50, burstLimit: 20 }, sync: { syncInterval: 30 } },
  });
  expect((await call(one.PATCH, "PATCH", { params, body: { name: "Late", version: 1 } })).status).toBe(409);
  const tested = await call(check.POST, "POST", { params });
  expect(tested).toMatchObject({ status: 200, json: { success: true } });
  const again = await call(connect.POST, "POST", {
    params,
    body: { fields: { appPassword: site.password } },
  });
  expect(again.json).toMatchObject({ authorization_url: null, integration: { status: "connected" } });
  const list = await call(many.GET, "GET", {
    query: "?q=news&status=connected&category=CMS&provider=wordpress",
  });
  expect(list.json).toMatchObject({ data: [{ id: params.integrationId }], next_cursor: null });
  expect((await call(summary.GET, "GET")).json).toMatchObject({
    total: 1,
    counts: { connected: 1, error: 0 },
  });
  expect((await call(one.DELETE, "DELETE", { params })).status).toBe(204);
  expect((await call(one.GET, "GET", { params })).status).toBe(404);
});

test("connect answers the address to sign in at, with or without a body", async () => {
  const { json } = await call(many.POST, "POST", { body: { provider: "hubspot" } });
  const params = { integrationId: json.id };
  for (const body of [undefined, {}, { return_to: "/integrations" }]) {
    const answer = await call(connect.POST, "POST", { params, body });
    expect(answer.status).toBe(200);
    expect(new URL(answer.json.authorization_url).searchParams.get("state")).toHaveLength(43);
    expect(answer.json.integration.status).toBe("pending");
  }
});

test("wrong credentials, missing and unknown fields, and broken bodies are named", async () => {
  const errors = async (body: unknown) => {
    const { status, json } = await call(many.POST, "POST", { body });
    return [status, ...(json.errors ?? []).map((error: { field: string }) => error.field)];
  };
  const wrong = { ...credentials(), appPassword: "zzzz zzzz zzzz zzzz zzzz zzzz" };
  expect(await errors({ provider: "wordpress", credentials: wrong })).toEqual([422, "appPassword"]);
  expect(await errors({ provider: "wordpress", credentials: {} })).toEqual([
    400,
    "siteUrl",
    "username",
    "appPassword",
  ]);
  expect(await errors({ provider: "nothing" })).toEqual([400, "provider"]);
  expect(await errors({})).toEqual([400, "provider"]);
  expect((await errors({ provider: "wordpress", nonsense: true }))[0]).toBe(400);
  expect((await errors({ provider: "wordpress", credentials: { siteUrl: 5 } }))[0]).toBe(400);
  expect((await errors({ provider: "wordpress", credentials: { siteUrl: "x".repeat(900_000) } }))[0]).toBe(
    400,
  );
  const invalid = [new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), "{", "[]", '"text"'];
  for (const raw of invalid) expect((await call(many.POST, "POST", { raw })).status).toBe(400);
  expect((await call(many.GET, "GET", { query: "?limit=0" })).status).toBe(400);
  expect((await call(many.GET, "GET", { query: "?status=fine" })).status).toBe(400);
  expect((await call(many.GET, "GET", { query: "?cursor=nonsense" })).status).toBe(400);
});

test("another workspace's key finds nothing, a reading key changes nothing", async () => {
  const { json } = await call(many.POST, "POST", { body: { provider: "hubspot" } });
  const routes: [Handler, string, unknown?][] = [
    [one.GET, "GET"],
    [one.PATCH, "PATCH", { name: "Mine" }],
    [one.DELETE, "DELETE"],
    [connect.POST, "POST"],
    [check.POST, "POST"],
  ];
  for (const [handler, method, body] of routes) {
    for (const integrationId of [json.id, "int_nonsense", "run_01a1f8a4ba5677509ba4dfc07b004cd0"]) {
      const params = { integrationId };
      expect((await call(handler, method, { as: foreignKey, params, body })).status).toBe(404);
    }
    const status = method === "GET" ? 200 : 403;
    expect(
      (await call(handler, method, { as: readKey, params: { integrationId: json.id }, body })).status,
    ).toBe(status);
    expect(
      (await call(handler, method, { as: "cns_wrong", params: { integrationId: json.id }, body })).status,
    ).toBe(401);
  }
});
