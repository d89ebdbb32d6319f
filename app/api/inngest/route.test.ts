import { createHmac } from "node:crypto";
import { NextRequest } from "next/server";
import { afterEach, beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { GET, POST, PUT } from "./route";

testDatabase();
const key = "f00df00df00df00df00df00df00df00d";
const url = "http://127.0.0.1:3000/api/inngest";

beforeAll(() => {
  process.env.INNGEST_EVENT_KEY = "test-event-key";
});
afterEach(() => {
  process.env.INNGEST_EVENT_KEY = "test-event-key";
  process.env.INNGEST_SIGNING_KEY = `signkey-test-${key}`;
});

// Keys in order of their names: what RFC 8785 asks for, for the plain values used here.
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(",")}}`;
}

function sign(body: unknown, at = Math.floor(Date.now() / 1000), secret = key): string {
  const hex = createHmac("sha256", secret)
    .update(`${canonical(body)}${at}`)
    .digest("hex");
  return `t=${at}&s=${hex}`;
}

function call(signature: string | null, body: unknown, functionId = "connectus-keep-house") {
  const headers = new Headers({ "content-type": "application/json", host: "127.0.0.1:3000" });
  if (signature) headers.set("x-inngest-signature", signature);
  const target = `${url}?fnId=${functionId}&stepId=step`;
  return POST(new NextRequest(target, { method: "POST", headers, body: JSON.stringify(body) }), {});
}

const body = {
  version: 2,
  event: { id: "1", name: "inngest/scheduled.timer", data: { cron: "41 * * * *" }, ts: 1 },
  events: [{ id: "1", name: "inngest/scheduled.timer", data: { cron: "41 * * * *" }, ts: 1 }],
  steps: {},
  ctx: { run_id: "01TEST", attempt: 0, max_attempts: 4, stack: { stack: [], current: 0 } },
};

test("a request signed by Inngest runs the function's step and the answer is signed", async () => {
  process.env.INNGEST_SIGNING_KEY = `signkey-test-${key}`;
  const response = await call(sign(body), body);
  expect(response.status).toBe(206);
  expect(await response.json()).toEqual([
    expect.objectContaining({ op: "StepRun", name: "forget", data: expect.any(Object) }),
  ]);
  expect(response.headers.get("x-inngest-signature")).toMatch(/^t=\d+&s=[0-9a-f]{64}$/);
});

test("unsigned, wrongly signed, old or changed requests get 401 and run nothing", async () => {
  const old = Math.floor(Date.now() / 1000) - 600;
  const tries = [
    call(null, body),
    call(sign(body, undefined, "0".repeat(32)), body),
    call(sign(body, old), body),
    call(sign(body), { ...body, steps: { a: { type: "data", data: 1 } } }),
  ];
  for (const response of await Promise.all(tries)) expect(response.status).toBe(401);
  const headers = { host: "127.0.0.1:3000" };
  expect((await GET(new NextRequest(url, { headers }), {})).status).toBe(401);
  expect((await PUT(new NextRequest(url, { method: "PUT", headers, body: "{}" }), {})).status).toBe(401);
});

test("without a signing key it refuses everything and says what is missing", async () => {
  delete process.env.INNGEST_SIGNING_KEY;
  const response = await call(sign(body), body);
  expect(response.status).toBe(503);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({
    code: "unavailable",
    detail: expect.stringContaining("INNGEST_SIGNING_KEY"),
  });
});

test("with the embedded engine the door is closed", async () => {
  delete process.env.INNGEST_EVENT_KEY;
  for (const method of [GET, POST, PUT]) {
    const response = await method(new NextRequest(url), {});
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "not_found", status: 404 });
  }
});
