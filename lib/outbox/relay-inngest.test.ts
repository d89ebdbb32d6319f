import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { systemPool } from "../db/client";
import { newId } from "../ids";
import { testDatabase } from "../testing/database";
import { type LocalServer, readRequestBody, startLocalServer } from "../testing/local-server";
import { type Deliver, relayBatch } from "./relay-batch";

testDatabase();

/** https://www.inngest.com/docs/reference/events/send: the SDK posts an array of events to /e/{event key}. */
const Sent = z.array(
  z.strictObject({
    id: z.uuid(),
    name: z.string().regex(/^[a-z]+\/[a-z-]+$/),
    data: z.record(z.string(), z.unknown()),
    ts: z.number().int().min(1_600_000_000_000),
    meta: z.unknown().optional(),
  }),
);

let server: LocalServer;
let deliver: Deliver;
const seen: { url: string; events: z.infer<typeof Sent> }[] = [];
/** Statuses to answer, in order; then 200. */
let script: number[] = [];
let poison = "";

beforeAll(async () => {
  server = await startLocalServer(async (request, answer) => {
    const events = Sent.parse(JSON.parse((await readRequestBody(request)).toString()));
    seen.push({ url: `${request.method} ${request.url}`, events });
    const status = events.some(({ id }) => id === poison) ? 400 : (script.shift() ?? 200);
    const body = status === 200 ? { ids: events.map(({ id }) => id), status } : { error: "no", status };
    answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  process.env.INNGEST_BASE_URL = server.url;
  process.env.INNGEST_EVENT_KEY = "test-event-key";
  ({ deliverToInngest: deliver } = await import("./relay-inngest"));
});
afterAll(async () => {
  delete process.env.INNGEST_BASE_URL;
  delete process.env.INNGEST_EVENT_KEY;
  await server.stop();
});
afterEach(async () => {
  seen.length = 0;
  script = [];
  poison = "";
  await systemPool().query("delete from outbox");
});

async function put(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId).sort();
  await systemPool().query(
    `insert into outbox (id, name, data) select id, 'run/requested', '{"v":1,"runId":"r"}' from unnest($1::uuid[]) as id`,
    [ids],
  );
  return ids;
}

async function rows() {
  const { rows } = await systemPool().query<{
    id: string;
    sent: boolean;
    attempts: number;
    last_error: string;
  }>("select id, sent_at is not null as sent, attempts, last_error from outbox order by id");
  return rows;
}

test("a self-hosted Inngest gets the rows in batches, with the row's id as event id, and only once", async () => {
  const ids = await put(230);
  for (let n = 0; n < 4; n += 1) await relayBatch(deliver);
  expect(seen.map(({ url, events }) => [url, events.length])).toEqual([
    ["POST /e/test-event-key", 100],
    ["POST /e/test-event-key", 100],
    ["POST /e/test-event-key", 30],
  ]);
  expect(seen.flatMap(({ events }) => events.map(({ id }) => id))).toEqual(ids);
  expect(seen[0]?.events[0]).toMatchObject({ name: "run/requested", data: { v: 1, runId: "r" } });
  expect((await rows()).every((row) => row.sent)).toBe(true);
});

test("a passing 500 or 429 is tried again with the same ids", async () => {
  const ids = await put(3);
  script = [500, 429];
  expect(await relayBatch(deliver)).toBe(3);
  expect(seen.map(({ events }) => events.map(({ id }) => id))).toEqual([ids, ids, ids]);
  expect((await rows()).every((row) => row.sent)).toBe(true);
});

test.each([503, 429, 401, 404])("%i that stays keeps every row for later and blames none", async (status) => {
  await put(2);
  script = Array.from({ length: 5 }, () => status);
  await expect(relayBatch(deliver)).rejects.toMatchObject({ name: "ReceiverDown" });
  expect(await rows()).toMatchObject([0, 1].map(() => ({ sent: false, attempts: 0 })));
  script = [];
  expect(await relayBatch(deliver)).toBe(2);
  expect((await rows()).every((row) => row.sent)).toBe(true);
});

test("an event that is refused by itself is parked with its reason; the others go past it", async () => {
  const ids = await put(3);
  poison = ids[1] ?? "";
  await relayBatch(deliver);
  expect(await rows()).toMatchObject([
    { id: ids[0], sent: true, attempts: 0 },
    { id: ids[1], sent: false, attempts: 1, last_error: expect.stringContaining("400") },
    { id: ids[2], sent: true, attempts: 0 },
  ]);
  seen.length = 0;
  expect(await relayBatch(deliver)).toBe(0);
  expect(seen).toEqual([]);
});
