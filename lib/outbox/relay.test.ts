import { afterEach, expect, test } from "vitest";
import { jobContext } from "../access/mint";
import { systemPool } from "../db/client";
import { withWorkspace } from "../db/transaction";
import { newId } from "../ids";
import { testDatabase } from "../testing/database";
import { until } from "../testing/engine";
import { emit } from "./emit";
import { createRelay, type Relay } from "./relay";
import { type OutboxEvent, ReceiverDown, relayBatch } from "./relay-batch";

testDatabase();
const open: Relay[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((relay) => relay.stop()));
  await systemPool().query("delete from outbox");
});

async function put(count: number, name = "integration/connected"): Promise<string[]> {
  const ids = Array.from({ length: count }, newId);
  await systemPool().query(
    `insert into outbox (id, name, data) select id, $2, '{"v":1}' from unnest($1::uuid[]) as id`,
    [ids, name],
  );
  return ids;
}

async function unsent(): Promise<number> {
  const { rows } = await systemPool().query<{ n: number }>(
    "select count(*) as n from outbox where sent_at is null",
  );
  return rows[0]?.n ?? 0;
}

test("events arrive oldest first with the row's id, each once although two relays work at once", async () => {
  const ids = await put(250);
  const seen: OutboxEvent[] = [];
  const deliver = async (events: OutboxEvent[]) => void seen.push(...events);
  for (let i = 0; i < 2; i += 1) open.push(createRelay({ deliver, lookEveryMs: 50 }));
  for (const relay of open) relay.start();
  await until("all are sent", async () => (await unsent()) === 0);
  expect(seen.map((event) => event.id).sort()).toEqual([...ids].sort());
});

test("an event of a rolled-back transaction is never sent; a committed one wakes the relay", async () => {
  const ctx = jobContext(newId(), "test");
  const seen: string[] = [];
  const relay = createRelay({
    deliver: async (events) => void seen.push(...events.map(({ id }) => id)),
    lookEveryMs: 600_000,
  });
  open.push(relay);
  relay.start();
  await until("the relay listens", async () => {
    const { rowCount } = await systemPool().query(
      "select from pg_stat_activity where application_name = 'connectus relay' and query like 'listen%' and datname = current_database()",
    );
    return rowCount === 1;
  });
  const data = { workspaceId: ctx.workspaceId, integrationId: newId() };
  await expect(
    withWorkspace(ctx, async (tx) => {
      await emit(tx, "integration/connected", data);
      throw new Error("changed my mind");
    }),
  ).rejects.toThrow("changed my mind");
  const id = await withWorkspace(ctx, (tx) => emit(tx, "integration/connected", data));
  await until("it is sent", () => seen.length > 0);
  expect(seen).toEqual([id]);
});

test("a poisoned row is parked with its error and does not hold up the others", async () => {
  const before = await put(3);
  const [poison] = await put(1, "run/requested");
  const after = await put(3);
  const seen: string[] = [];
  const deliver = async (events: OutboxEvent[]) => {
    if (events.some((event) => event.id === poison)) throw new Error("Inngest API Error: 400 bad payload");
    seen.push(...events.map(({ id }) => id));
  };
  await relayBatch(deliver);
  expect(seen).toEqual([...before, ...after]);
  const { rows } = await systemPool().query(
    `select id, attempts, last_error, extract(epoch from retry_at - now())::float8 as wait_s
     from outbox where sent_at is null`,
  );
  expect(rows).toEqual([
    { id: poison, attempts: 1, last_error: "Inngest API Error: 400 bad payload", wait_s: expect.any(Number) },
  ]);
  expect(rows[0].wait_s).toBeGreaterThan(3);
  expect(rows[0].wait_s).toBeLessThanOrEqual(5);
  expect(await relayBatch(deliver)).toBe(0);
  await systemPool().query("update outbox set retry_at = now() - interval '1 second'");
  expect(await relayBatch(async (events) => void seen.push(...events.map(({ id }) => id)))).toBe(1);
  expect(seen.at(-1)).toBe(poison);
});

test("when the receiver is down nothing is counted against the rows, and they go out when it is back", async () => {
  const ids = await put(5);
  const seen: string[] = [];
  let up = false;
  const relay = createRelay({
    lookEveryMs: 20,
    deliver: async (events) => {
      if (!up) throw new ReceiverDown("no answer");
      seen.push(...events.map(({ id }) => id));
    },
  });
  open.push(relay);
  await expect(relayBatch(async () => Promise.reject(new ReceiverDown("no answer")))).rejects.toThrow(
    "no answer",
  );
  const { rows } = await systemPool().query("select sum(attempts)::int as attempts from outbox");
  expect(rows).toEqual([{ attempts: 0 }]);
  relay.start();
  up = true;
  await until("they are sent", () => seen.length === 5);
  expect(seen).toEqual(ids);
});
