import { encode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Ctx } from "../access/context";
import { sessionCookieName } from "../auth/cookie";
import { nextAuthSecret } from "../auth/next-auth-secret";
import { requestFacts } from "../auth/request-facts";
import { signIn } from "../auth/sign-in";
import { signUp } from "../auth/sign-up";
import { ProviderFailure } from "../connectors/kit/failure";
import { createApiKey } from "../domain/api-key/create-api-key";
import { AppError } from "../errors";
import { testDatabase } from "../testing/database";
import { makeOwner } from "../testing/people";
import { apiRoute } from "./api-route";
import { defineEndpoint } from "./endpoint";
import { publicId } from "./fields";

testDatabase();
process.env.CONNECTUS_TEST_ARGON2 = "1024,1";

const write = defineEndpoint({
  id: "things.write",
  method: "POST",
  path: "/things/{run_id}",
  scope: "content:write",
  summary: "Writes a thing",
  tag: "Things",
  params: z.object({ run_id: publicId("run") }),
  query: z.object({ limit: z.coerce.number().int().max(5).optional() }),
  body: z.object({ title: z.string().max(2_000_000), extra: z.record(z.string(), z.unknown()).optional() }),
  response: z.object({ title: z.string(), calls: z.number() }),
  status: 201,
});

let calls = 0;
let fail: unknown = null;
const POST = apiRoute(write, async ({ body }) => {
  calls += 1;
  if (fail) throw fail;
  return { title: body.title, calls, secret: "undeclared" };
});

let owner: Ctx;
let key: string;
let reader: string;
let cookie: string;

beforeAll(async () => {
  const person = { name: "Ada", email: "ada@example.test", password: "quiet river lamp seven" };
  await signUp(person, requestFacts(new Headers()));
  const { sid } = await signIn(person, requestFacts(new Headers()));
  cookie = `${sessionCookieName()}=${await encode({ token: { sid }, secret: nextAuthSecret() })}`;
  owner = await makeOwner();
  key = (await createApiKey(owner, { name: "All", scopes: ["content:write"] })).key;
  reader = (await createApiKey(owner, { name: "Read", scopes: ["content:read"] })).key;
});

const runId = "run_0192f0c17d1a7b4f9a3c1d2e3f405162";

interface Options {
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  query?: string;
  id?: string;
  auth?: Record<string, string>;
}

async function call({ headers, body, query = "", id = runId, auth }: Options = {}) {
  const request = new Request(`http://127.0.0.1:3000/api/v1/things/${id}${query}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(auth ?? { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: body ?? JSON.stringify({ title: "Hello" }),
  });
  const response = await POST(request, { params: Promise.resolve({ runId: id }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : null };
}

test("a good call answers what the endpoint declares and nothing else", async () => {
  const { status, json, headers } = await call();
  expect([status, json]).toEqual([201, { title: "Hello", calls }]);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(Number(headers.get("ratelimit-remaining"))).toBeGreaterThan(500);
  expect(headers.get("access-control-allow-origin")).toBeNull();
});

test("no key, a wrong key and a key in the wrong scheme are 401 and never fall back to the cookie", async () => {
  const auths: Record<string, string>[] = [
    {},
    { authorization: "Bearer cns_wrong" },
    { authorization: `Basic ${key}` },
  ];
  const before = calls;
  for (const auth of auths) {
    const { status, json, headers } = await call({ auth });
    expect([status, json.code]).toEqual([401, "unauthenticated"]);
    expect(headers.get("www-authenticate")).toBe('Bearer realm="connectus"');
  }
  const both = await call({
    auth: { authorization: "Bearer cns_wrong", cookie, "sec-fetch-site": "same-origin" },
  });
  expect(both.status).toBe(401);
  expect(calls).toBe(before);
});

test("a right that is missing is 403 in problem+json", async () => {
  const { status, json, headers } = await call({ auth: { authorization: `Bearer ${reader}` } });
  expect(status).toBe(403);
  expect(headers.get("content-type")).toBe("application/problem+json");
  expect(json).toMatchObject({
    type: "urn:connectus:problem:forbidden",
    status: 403,
    code: "forbidden",
    detail: expect.stringContaining("content:write"),
    fix: expect.any(String),
    request_id: headers.get("x-request-id"),
  });
});

test("a cookie writes only from our own pages", async () => {
  const ok = ["http://127.0.0.1:3000", "http://localhost:3000"];
  for (const origin of ok) {
    expect(
      (await call({ auth: { cookie }, headers: { origin, "sec-fetch-site": "same-origin" } })).status,
    ).toBe(201);
    expect((await call({ auth: { cookie }, headers: { origin } })).status).toBe(201);
  }
  const before = calls;
  const foreign: Record<string, string>[] = [
    {},
    { origin: "null" },
    { origin: "https://evil.example" },
    { origin: "http://127.0.0.1:3001" },
    { origin: "https://127.0.0.1:3000" },
    { origin: "http://127.0.0.1:3000.evil.example" },
    { "sec-fetch-site": "cross-site", origin: "http://127.0.0.1:3000" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { "sec-fetch-site": "same-origin", origin: "https://evil.example" },
  ];
  for (const headers of foreign) {
    expect([headers, (await call({ auth: { cookie }, headers })).status]).toEqual([headers, 403]);
  }
  const types = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""];
  for (const type of types) {
    const headers = { origin: ok[0] ?? "", "content-type": type };
    expect([type, (await call({ auth: { cookie }, headers })).status]).toEqual([type, 415]);
  }
  expect(calls).toBe(before);
});

test("bad input is 400 with the field, and no server error", async () => {
  const bodies: [string | Uint8Array<ArrayBuffer>, string?][] = [
    [""],
    ["{}", "title"],
    ['{"title":5}', "title"],
    ['{"title":"x","workspace_id":"y"}', ""],
    ["{"],
    ["[]"],
    ["null"],
    [new Uint8Array([0x7b, 0xff, 0x7d])],
    [Buffer.from('{"title":"\xff"}', "latin1")],
    ['{"title":"a\\u0000b"}', "title"],
    ['{"title":"a\\ud800b"}', "title"],
    ['{"title":"x","extra":{"a":{"__proto__":{"polluted":1}}}}', "extra.a.__proto__"],
    ["[".repeat(100_000) + "]".repeat(100_000)],
    [`{"title":"x","extra":${'{"a":'.repeat(5000)}1${"}".repeat(5000)}}`],
  ];
  const before = calls;
  for (const [body, field] of bodies) {
    const { status, json } = await call({ body });
    expect([String(body).slice(0, 50), status, json.code]).toEqual([
      String(body).slice(0, 50),
      400,
      "invalid_input",
    ]);
    if (field !== undefined)
      expect(json.errors.map((error: { field: string }) => error.field)).toContain(field);
  }
  expect((await call({ query: "?limit=6" })).status).toBe(400);
  expect((await call({ query: "?unknown=1" })).status).toBe(400);
  expect((await call({ query: "?limit=1&limit=2" })).status).toBe(400);
  expect((await call({ query: "?limit=%00" })).status).toBe(400);
  expect(calls).toBe(before);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("a body of more than 1 MiB is 413, announced or not, just below passes", async () => {
  const big = JSON.stringify({ title: "x".repeat(1_048_576) });
  expect((await call({ body: big })).status).toBe(413);
  const stream = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)),
  });
  const endless = new Request("http://127.0.0.1:3000/api/v1/things/x", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: stream,
    duplex: "half",
  } as RequestInit);
  expect((await POST(endless, { params: Promise.resolve({ runId }) })).status).toBe(413);
  expect((await call({ body: JSON.stringify({ title: "x".repeat(1_048_500) }) })).status).toBe(201);
});

test("an id that cannot be one is 404 like an unknown one", async () => {
  for (const id of [
    "1",
    "int_0192f0c17d1a7b4f9a3c1d2e3f405162",
    "run_x",
    "' or 1=1",
    "x".repeat(5000),
    "\0",
  ]) {
    expect((await call({ id: encodeURIComponent(id) })).status).toBe(404);
  }
});

test("failures become problems that say no more than they should", async () => {
  const cases: [unknown, number, string][] = [
    [new AppError("conflict", { message: "Busy." }), 409, "Busy."],
    [new ProviderFailure("provider_down", "The site did not answer."), 502, "The site did not answer."],
    [new ProviderFailure("invalid_input", "Slug taken."), 422, "Slug taken."],
    [
      Object.assign(new Error("password=x"), { code: "57P01" }),
      503,
      "The database cannot be used right now.",
    ],
    [
      new Error("wrapped", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) }),
      503,
      "The database",
    ],
    [new Error("select secret from table"), 500, "Something went wrong inside Connectus."],
    ["a string", 500, "Something went wrong inside Connectus."],
  ];
  for (const [error, status, detail] of cases) {
    fail = error;
    const answer = await call();
    expect([answer.status, answer.json.detail]).toEqual([status, expect.stringContaining(detail)]);
    expect(answer.text).not.toMatch(/secret from|password=|at .*\.ts/);
  }
  fail = null;
});

test("an answer against the endpoint's own schema is our error, not a leak", async () => {
  const broken = apiRoute(write, async () => ({ title: 5 }) as unknown as { title: string; calls: number });
  const request = new Request("http://127.0.0.1:3000/x", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: '{"title":"x"}',
  });
  expect((await broken(request, { params: Promise.resolve({ runId }) })).status).toBe(500);
});

test("the same Idempotency-Key: once, replayed byte for byte; another body 422; still running 409", async () => {
  const headers = { "idempotency-key": "key-1" };
  const first = await call({ headers });
  const again = await call({ headers });
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  expect([first.headers.get("idempotency-replayed"), again.headers.get("idempotency-replayed")]).toEqual([
    null,
    "true",
  ]);
  expect((await call({ headers, body: '{"title":"Other"}' })).status).toBe(422);
  const atOnce = await Promise.all(
    Array.from({ length: 8 }, () => call({ headers: { "idempotency-key": "key-2" } })),
  );
  const made = new Set(atOnce.filter((answer) => answer.status === 201).map((answer) => answer.text));
  expect(made.size).toBe(1);
  expect(atOnce.filter((answer) => ![201, 409].includes(answer.status))).toEqual([]);
  expect((await call({ headers: { "idempotency-key": "ä b" } })).status).toBe(400);
});

test("a refusal is replayed too; a failure of ours is tried again", async () => {
  const headers = { "idempotency-key": "key-3" };
  fail = new AppError("conflict", { message: "Busy." });
  const refused = await call({ headers });
  fail = null;
  const replayed = await call({ headers });
  expect([replayed.status, replayed.text]).toEqual([409, refused.text]);
  const other = { "idempotency-key": "key-4" };
  fail = new Error("broken");
  expect((await call({ headers: other })).status).toBe(500);
  fail = null;
  expect((await call({ headers: other })).status).toBe(201);
});

test("after 600 calls in a minute the key waits, and others do not", async () => {
  const busy = (await createApiKey(owner, { name: "Busy", scopes: ["content:write"] })).key;
  const auth = { authorization: `Bearer ${busy}` };
  const codes = new Map<number, number>();
  let last = await call({ auth });
  for (let n = 1; n < 604; n += 1) {
    last = await call({ auth });
    codes.set(last.status, (codes.get(last.status) ?? 0) + 1);
  }
  expect(codes.get(429)).toBe(4);
  expect(last.headers.get("ratelimit-remaining")).toBe("0");
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await call()).status).toBe(201);
});
