import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Ctx } from "@/lib/access/context";
import { allScopes } from "@/lib/access/scopes";
import { withGate } from "@/lib/db/transaction";
import { createApiKey } from "@/lib/domain/api-key/create-api-key";
import { testDatabase } from "@/lib/testing/database";
import {
  type Answer,
  bodyFor,
  callEndpoint,
  fill,
  type Ids,
  nouns,
  type Sent,
} from "@/lib/testing/endpoint-calls";
import { makeOwner } from "@/lib/testing/people";
import type { EndpointDefinition } from "./endpoint";
import { allEndpoints } from "./endpoints/all";
import { toAppError } from "./to-app-error";

testDatabase();

const secret = "hunter2-never-to-be-said-again";
const megabyte = "x".repeat(1_000_000);
const oddValues: unknown[] = ["", "text", 0, -1, 1.5, 1e308, true, null, [], [null], [[]], {}, { a: 1 }];
const badTexts = ["\0", "a\0b", "\ud800", "\udc00x"];
const refused = [400, 404, 409, 413, 415, 422];

let owner: Ctx;
/** One key and one set of rows for each endpoint: no limit is met, and what one deletes no other misses. */
const own = new Map<string, { key: string; ids: Ids }>();

beforeAll(async () => {
  owner = await makeOwner("Bad input");
  for (const { id } of allEndpoints) {
    const { key } = await createApiKey(owner, { name: id, scopes: [...allScopes] });
    own.set(id, { key, ids: await fill(owner, `of ${id.replace(/[._]/g, " ")}`) });
  }
});

function send(endpoint: EndpointDefinition, sent: Sent): Promise<Answer> {
  const { key, ids } = own.get(endpoint.id) ?? { key: "", ids: {} };
  return callEndpoint(endpoint, key, ids, sent);
}

/** The answer says clearly what was wrong and nothing that it should not. */
function expectProblem(label: string, answer: Answer, statuses = refused) {
  const said = `${label} → ${answer.status} ${answer.text.slice(0, 300)}`;
  expect(statuses, said).toContain(answer.status);
  expect(answer.type, said).toBe("application/problem+json");
  const problem = JSON.parse(answer.text);
  expect(problem, said).toMatchObject({
    status: answer.status,
    title: expect.stringMatching(/./),
    detail: expect.stringMatching(/^["A-Z].*\.$/s),
    fix: expect.stringMatching(/./),
    request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(answer.text.length, said).toBeLessThan(20_000);
  expect(answer.text, said).not.toMatch(/cns_|hunter2|select |insert |postgres|node_modules|"stack"/i);
  return problem as { errors?: { field: string; message: string }[] };
}

/** What the schema takes may be done; everything else must be a clear refusal. */
function expectSane(label: string, answer: Answer) {
  if (answer.status < 300) expect(answer.text).not.toContain(secret);
  else expectProblem(label, answer);
}

function objectOf(schema: z.core.$ZodType | undefined): z.ZodObject | null {
  if (schema instanceof z.ZodObject) return schema;
  const wrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable;
  return wrapped ? objectOf(schema.unwrap()) : null;
}

interface Place {
  path: string[];
  schema: z.ZodType;
}

function placesOf(object: z.ZodObject, before: string[] = []): Place[] {
  return Object.entries(object.shape as Record<string, z.ZodType>).flatMap(([name, schema]) => {
    const path = [...before, name];
    const inner = objectOf(schema);
    return [{ path, schema }, ...(inner ? placesOf(inner, path) : [])];
  });
}

function withValue(body: unknown, [name = "", ...rest]: string[], value: unknown): Record<string, unknown> {
  const object = { ...(body as Record<string, unknown> | undefined) };
  object[name] = rest.length > 0 ? withValue(object[name], rest, value) : value;
  return object;
}

const each = (list: EndpointDefinition[]) => list.map((endpoint) => [endpoint.id, endpoint] as const);
const writes = allEndpoints.filter((endpoint) => endpoint.method !== "GET" && !endpoint.upload);
const withBody = writes.filter((endpoint) => endpoint.body);
const lists = allEndpoints.filter((endpoint) => "cursor" in (endpoint.query?.shape ?? {}));

test("there is something to test", () => {
  for (const list of [writes, withBody, lists]) expect(list.length).toBeGreaterThan(3);
  for (const { id, body } of withBody) expect([id, objectOf(body) !== null]).toEqual([id, true]);
});

describe("bytes that are no JSON of ours", () => {
  test.each(each(writes))("%s", async (id, endpoint) => {
    const usual = JSON.stringify(bodyFor(endpoint.id, own.get(id)?.ids ?? {}) ?? {});
    const cut = Buffer.from(usual.slice(0, -1));
    const broken: [string, BodyInit][] = [
      ["half a JSON", Buffer.concat([cut, Buffer.from(',"a":"')])],
      ["two values", `${usual} ${usual}`],
      ["invalid UTF-8", Buffer.concat([cut, Buffer.from([0x22, 0xc3, 0x28, 0xff, 0xfe])])],
      ["a form", "name=value&a[]=b"],
      ["an array", "[]"],
      ["a number", "1e999"],
      ["a text", '"text"'],
      ["an unknown key", JSON.stringify({ ...JSON.parse(usual), [`${secret.length}`]: secret })],
      ["__proto__", `{"__proto__":{"isAdmin":true},${usual.slice(1)}`.replace(",}", "}")],
      ["deep nesting", `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`],
      ["deep arrays", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
    ];
    for (const [label, body] of broken)
      expectProblem(`${id} ${label}`, await send(endpoint, { body }), [400]);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    for (const type of ["text/plain", "multipart/form-data; boundary=x", "application/jsonx", null]) {
      const answer = await send(endpoint, { body: usual, type });
      expectProblem(`${id} as ${type}`, answer, [415]);
    }
    for (const size of [1_048_577, 5 * 1_048_576]) {
      const body = `{"a":"${"x".repeat(size)}"}`;
      expectProblem(`${id} ${size} bytes`, await send(endpoint, { body }), [413]);
    }
    for (const body of [null, "{}", "null"]) expectSane(`${id} ${body}`, await send(endpoint, { body }));
  });
});

describe("each field missing or of a wrong kind is named", () => {
  test.each(each(withBody))("%s", async (id, endpoint) => {
    const good = bodyFor(id, own.get(id)?.ids ?? {});
    const object = objectOf(endpoint.body);
    for (const { path, schema } of object ? placesOf(object) : []) {
      const field = path.join(".");
      if (!schema.safeParse(undefined).success && path.length === 1) {
        const { [field]: _, ...rest } = good as Record<string, unknown>;
        const problem = expectProblem(
          `${id} without ${field}`,
          await send(endpoint, { body: JSON.stringify(rest) }),
          [400],
        );
        expect(problem.errors).toContainEqual({ field, message: "Is missing." });
      }
      for (const value of [...oddValues, megabyte, ...badTexts, [...badTexts], { inner: `${secret}\0` }]) {
        const body = JSON.stringify(withValue(good, path, value));
        const label = `${id} ${field}=${JSON.stringify(value).slice(0, 40)}`;
        const answer = await send(endpoint, { body });
        const isText = JSON.stringify(value).includes("\\u0000") || JSON.stringify(value).includes("\\ud");
        if (schema.safeParse(value).success && !isText) {
          expectSane(label, answer);
          continue;
        }
        const { errors = [] } = expectProblem(label, answer, [400]);
        const named = errors.some((error) => error.field === field || error.field.startsWith(`${field}.`));
        expect(named && errors.every((error) => error.message.length > 0), `${label} ${answer.text}`).toBe(
          true,
        );
      }
    }
  });
});

test("credentials that do not fit are not said again", async () => {
  const create = allEndpoints.find((endpoint) => endpoint.id === "integrations.create");
  const connect = allEndpoints.find((endpoint) => endpoint.id === "integrations.connect");
  if (!create || !connect) throw new Error("these endpoints are gone: change this test with them");
  const addresses = [
    "",
    "not an address",
    "ftp://a.example.test",
    "http://169.254.169.254/",
    "x".repeat(4097),
    "https://",
  ];
  for (const siteUrl of addresses) {
    const values = { siteUrl, username: "demo", appPassword: secret };
    const whole = {
      provider: "wordpress",
      config: { siteUrl, username: "demo" },
      credentials: { appPassword: secret },
    };
    expectProblem(`create ${siteUrl}`, await send(create, { body: JSON.stringify(whole) }));
    expectProblem(`connect ${siteUrl}`, await send(connect, { body: JSON.stringify({ fields: values }) }));
  }
  for (const fields of [
    { appPassword: secret },
    { nonsense: secret },
    { constructor: secret },
    { siteUrl: secret },
  ]) {
    expectProblem("connect", await send(connect, { body: JSON.stringify({ fields }) }));
  }
  for (const provider of [secret, "__proto__", "constructor", "toString", "WordPress"]) {
    const unknown = JSON.stringify({ provider, credentials: { appPassword: secret } });
    expectProblem(`provider ${provider}`, await send(create, { body: unknown }), [400]);
  }
});

const oddQueries = [
  "",
  " ",
  "-1",
  "0",
  "101",
  "1e9",
  "NaN",
  "Infinity",
  "null",
  "%00",
  "%ED%A0%80",
  "%",
  "[]",
  "x".repeat(10_000),
];

describe("absurd queries", () => {
  test.each(each(allEndpoints.filter((endpoint) => endpoint.method === "GET")))(
    "%s",
    async (id, endpoint) => {
      for (const query of ["?nonsense=1", "?__proto__=1", "?constructor=1", "?a%00=1"]) {
        expectProblem(`${id}${query}`, await send(endpoint, { query }), [400]);
      }
      for (const [name, schema] of Object.entries(endpoint.query?.shape ?? {})) {
        for (const value of oddQueries) {
          expectSane(
            `${id} ${name}=${value.slice(0, 20)}`,
            await send(endpoint, { query: `?${name}=${value}` }),
          );
        }
        const twice = await send(endpoint, { query: `?${name}=1&${name}=2` });
        if (!(schema as z.ZodType).safeParse(["1", "2"]).success)
          expectProblem(`${id} ${name} twice`, twice, [400]);
      }
      if (!("limit" in (endpoint.query?.shape ?? {}))) return;
      for (const limit of ["", "-1", "0", "101", "1e9", "NaN", "2.5", "abc"]) {
        const problem = expectProblem(
          `${id} limit=${limit}`,
          await send(endpoint, { query: `?limit=${limit}` }),
          [400],
        );
        expect(problem.errors?.map((error) => error.field)).toEqual(["limit"]);
      }
    },
  );
});

test("a cursor that this list did not give out is refused or harmless", async () => {
  const uuid = "0192f0c1-0000-7000-8000-000000000000";
  const made: unknown[][] = [
    [],
    [{}],
    [null],
    [1e308],
    ["x"],
    [uuid],
    ["x", uuid],
    [1e308, uuid],
    [8.64e15, uuid],
    [-8.64e15, uuid],
    [-6.2e13, uuid],
    [uuid, uuid],
    ["\0", uuid],
    ["\ud800"],
  ];
  const times = [
    "2026-01-01T00:00:00.000Z",
    "-271821-04-20T00:00:00.000Z",
    "+275760-09-13T00:00:00.000Z",
    "infinity",
    "NaN",
  ];
  for (const time of times) made.push([time, uuid], [time, "x"], [time, time], [time]);
  const cursors = made.map((values) => Buffer.from(JSON.stringify(values)).toString("base64url"));
  const foreign: string[] = [];
  for (const list of lists) {
    const page = JSON.parse((await send(list, { query: "?limit=1" })).text);
    if (page.next_cursor) foreign.push(page.next_cursor);
  }
  expect(foreign.length).toBeGreaterThan(4);
  for (const list of lists) {
    for (const cursor of ["x", "%00", "bnVsbA", "e30", "9".repeat(900), ...cursors, ...foreign]) {
      const answer = await send(list, { query: `?cursor=${encodeURIComponent(cursor)}` });
      expectSane(`${list.id} ${cursor} ${Buffer.from(cursor, "base64url")}`, answer);
    }
  }
});

describe("ids that are none", () => {
  const withId = allEndpoints.filter((endpoint) => endpoint.params);
  const odd = [
    "x",
    "int_",
    "int_zz",
    `wsp_${"0".repeat(32)}`,
    "../../etc/passwd",
    "__proto__",
    "constructor",
    "%00",
    "\0",
    "{}",
    "1 or 1=1",
    "x".repeat(10_000),
  ];
  test.each(each(withId))("%s", async (id, endpoint) => {
    for (const name of Object.keys(endpoint.params?.shape ?? {})) {
      for (const value of odd) {
        const answer = await send(endpoint, { params: { [name]: value } });
        expectProblem(`${id} ${name}=${value.slice(0, 40)}`, answer, [404]);
      }
      if (!(name in nouns)) continue;
      const foreignNoun = nouns[name] === "run" ? "integration" : "run";
      const ids: Ids = own.get(id)?.ids ?? {};
      const foreign = `${foreignNoun === "run" ? "run" : "int"}_${(ids[foreignNoun] ?? "").replaceAll("-", "")}`;
      expectProblem(`${id} ${foreign}`, await send(endpoint, { params: { [name]: foreign } }), [404]);
    }
  });
});

test("uploads that are no picture", async () => {
  const upload = allEndpoints.find((endpoint) => endpoint.upload);
  if (!upload) throw new Error("no upload is left: change this test with it");
  const query = "?file_name=a.png";
  const png = Buffer.from("89504e470d0a1a0a", "hex");
  const bodies: (BodyInit | null)[] = [
    null,
    "",
    "text",
    png,
    Buffer.concat([png, Buffer.alloc(100_000)]),
    '<svg onload="x">',
    "GIF89a",
  ];
  for (const body of bodies)
    expectProblem(`upload ${String(body).slice(0, 10)}`, await send(upload, { query, body }));
  const big = Buffer.concat([png, Buffer.alloc(11 * 1_048_576)]);
  expectProblem("11 MB", await send(upload, { query, body: big }), [413]);
  expectProblem("svg", await send(upload, { query, body: "x", type: "image/svg+xml" }), [415]);
  expectProblem("json", await send(upload, { query, body: "{}", type: "application/json" }), [415]);
  expectProblem("no name", await send(upload, { body: png }), [400]);
});

test("a door without the check of texts still says what is wrong", async () => {
  const failure = await withGate((tx) => tx.execute(sql`select ${"a\0b"}::text`)).catch(toAppError);
  expect(failure).toMatchObject({ code: "invalid_input", fix: expect.stringContaining("NUL") });
});
