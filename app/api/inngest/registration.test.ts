import { createHash, createHmac } from "node:crypto";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { testDatabase } from "@/lib/testing/database";
import { type LocalServer, readRequestBody, startLocalServer } from "@/lib/testing/local-server";

testDatabase();
const [key, fallback] = ["f00df00df00df00df00df00df00df00d", "beefbeefbeefbeefbeefbeefbeefbeef"];
const url = "http://127.0.0.1:3000/api/inngest";

const expression = z.string().min(1);
const limit = z.int().min(1);
const concurrency = z.union([
  limit,
  z.strictObject({ limit, key: expression.optional(), scope: z.enum(["fn", "env", "account"]).optional() }),
]);
const name = z.string().min(1).max(255);
const trigger = z.union([
  z.strictObject({ event: name, expression: expression.optional() }),
  z.strictObject({ cron: z.string().regex(/^(TZ=\S+ )?\S+( \S+){4}$/) }),
]);
/** What Inngest takes at registration: https://github.com/inngest/inngest/blob/main/docs/SDK_SPEC.md */
const FunctionConfig = z.strictObject({
  id: z.string().regex(/^connectus-[a-z0-9-]+$/),
  name,
  triggers: z.array(trigger).min(1).max(10),
  steps: z.strictObject({
    step: z.strictObject({
      id: z.literal("step"),
      name: z.literal("step"),
      runtime: z.strictObject({ type: z.literal("http"), url: z.url() }),
      retries: z.strictObject({ attempts: z.int().min(0).max(20) }).optional(),
    }),
  }),
  concurrency: z.union([concurrency, z.array(concurrency).max(2)]).optional(),
  priority: z.strictObject({ run: expression }).optional(),
  idempotency: expression.optional(),
  cancel: z
    .array(z.strictObject({ event: name, if: expression.optional(), timeout: z.string().optional() }))
    .optional(),
});
const Registration = z.looseObject({
  url: z.literal(url),
  deployType: z.literal("ping"),
  appName: z.literal("connectus"),
  sdk: z.string().regex(/^js:v\d/),
  functions: z.array(FunctionConfig).min(5),
});

let server: LocalServer;
let put: (request: NextRequest, context: unknown) => Promise<Response>;
const seen: { line: string; authorization: string | undefined; body: unknown }[] = [];
/** Keys that this Inngest still knows. */
let known: string[] = [];

beforeAll(async () => {
  server = await startLocalServer(async (request, answer) => {
    const body: unknown = JSON.parse((await readRequestBody(request)).toString() || "null");
    const { authorization } = request.headers;
    seen.push({ line: `${request.method} ${request.url}`, authorization, body });
    const status = known.some((one) => authorization === `Bearer ${hashed(one)}`) ? 200 : 401;
    answer.writeHead(status, { "content-type": "application/json" });
    answer.end(
      JSON.stringify({ status, modified: true, ...(status === 200 ? {} : { error: "Unauthorized" }) }),
    );
  });
  process.env.INNGEST_BASE_URL = server.url;
  process.env.INNGEST_EVENT_KEY = "test-event-key";
  process.env.INNGEST_SIGNING_KEY = `signkey-test-${key}`;
  process.env.INNGEST_SIGNING_KEY_FALLBACK = `signkey-test-${fallback}`;
  ({ PUT: put } = await import("./route"));
});
afterAll(async () => {
  for (const end of ["BASE_URL", "EVENT_KEY", "SIGNING_KEY", "SIGNING_KEY_FALLBACK"]) {
    delete process.env[`INNGEST_${end}`];
  }
  await server.stop();
});

// https://github.com/inngest/inngest/blob/main/docs/SDK_SPEC.md: sha256 over the key's bytes, the prefix stays.
function hashed(hex: string): string {
  return `signkey-test-${createHash("sha256").update(Buffer.from(hex, "hex")).digest("hex")}`;
}

async function sync(secret: string) {
  seen.length = 0;
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", secret).update(`{}${at}`).digest("hex");
  const headers = { "content-type": "application/json", "x-inngest-signature": `t=${at}&s=${signature}` };
  return put(new NextRequest(url, { method: "PUT", headers, body: "{}" }), {});
}

test("a signed sync registers every function, well-formed, at the self-hosted Inngest", async () => {
  known = [key];
  const response = await sync(key);
  expect([response.status, seen.map(({ line }) => line)]).toEqual([200, ["POST /fn/register"]]);
  const { functions } = Registration.parse(seen[0]?.body);
  const ids = functions.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, steps } of functions) {
    expect(steps.step.runtime.url).toBe(`${url}?fnId=${id}&stepId=step`);
  }
  expect(ids).toEqual(expect.arrayContaining(["connectus-run-sync", "connectus-run-sync-failure"]));
});

test("while keys are being changed the old one is taken from Inngest and shown to it", async () => {
  known = [fallback];
  const response = await sync(fallback);
  expect(response.status).toBe(200);
  expect(seen.map(({ authorization }) => authorization)).toEqual([
    `Bearer ${hashed(key)}`,
    `Bearer ${hashed(fallback)}`,
  ]);
});

test("a key that is neither is refused and nothing is registered", async () => {
  known = [key];
  expect((await sync("0".repeat(32))).status).toBe(401);
  expect(seen).toEqual([]);
});
