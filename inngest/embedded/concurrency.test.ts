import { Inngest } from "inngest";
import { expect, test } from "vitest";
import { systemPool } from "@/lib/db/client";
import { callWorkers } from "@/lib/outbox/nudge";
import { testDatabase } from "@/lib/testing/database";
import { endedRuns, startEngine, stopEnginesAfterEach, until } from "@/lib/testing/engine";
import { claim, freeBlocked } from "./claim";

testDatabase();
stopEnginesAfterEach();
const client = new Inngest({ id: "connectus" });

/** Counts who is inside; the first visitors stay until `crowd` of them have met. */
function meter(crowd: number) {
  const now = new Map<string, number>();
  const most = new Map<string, number>();
  let met: (() => void) | undefined;
  const together = new Promise<void>((resolve) => {
    met = resolve;
  });
  let inside = 0;
  return {
    most: (key: string) => most.get(key) ?? 0,
    async visit(key: string) {
      const count = (now.get(key) ?? 0) + 1;
      now.set(key, count);
      most.set(key, Math.max(most.get(key) ?? 0, count));
      inside += 1;
      most.set("all", Math.max(most.get("all") ?? 0, inside));
      if (inside >= crowd) met?.();
      await together;
      inside -= 1;
      now.set(key, (now.get(key) ?? 0) - 1);
    },
  };
}

test("limits per key hold across two workers, and are used to the full", async () => {
  const { most, visit } = meter(5);
  const fn = client.createFunction(
    {
      id: "keyed",
      triggers: [{ event: "demo/keyed" }],
      concurrency: [{ limit: 2, key: "event.data.account" }, { limit: 5 }],
    },
    async ({ event, step }) => {
      await step.run("one", () => visit(String(event.data.account)));
      await step.run("two", () => visit(String(event.data.account)));
    },
  );
  const clerk = await startEngine([fn], { concurrency: 0 });
  const ids: string[] = [];
  for (let i = 0; i < 60; i += 1) ids.push(await clerk.send("demo/keyed", { account: `a${i % 3}` }));
  await startEngine([fn]);
  await startEngine([fn]);
  for (const id of ids) expect((await endedRuns(id))[0]?.status).toBe("completed");
  expect(most("all")).toBe(5);
  for (const account of ["a0", "a1", "a2"]) expect(most(account)).toBeLessThanOrEqual(2);
});

test("eight claims at the same moment together lease no more of a key than its limit", async () => {
  const fn = client.createFunction(
    { id: "rush", triggers: [{ event: "demo/rush" }], concurrency: 3 },
    () => null,
  );
  const { send, stop } = await startEngine([fn], { concurrency: 0 });
  for (let i = 0; i < 300; i += 1) await send("demo/rush");
  await stop();
  const claims = await Promise.all(Array.from({ length: 8 }, () => claim(systemPool(), 4, 60_000)));
  expect(claims.flatMap((made) => made.items)).toHaveLength(3);
  await systemPool().query("delete from engine.queue");
});

test("many items of one full key do not hold up an item of another key", async () => {
  let open: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const fn = client.createFunction(
    {
      id: "crowd",
      triggers: [{ event: "demo/crowd" }],
      concurrency: { limit: 1, key: "event.data.account" },
    },
    async ({ event, step }) => {
      await step.run("work", () => (event.data.account === "busy" ? gate : undefined));
    },
  );
  const { send } = await startEngine([fn], { concurrency: 3 });
  const busy: string[] = [];
  for (let i = 0; i < 80; i += 1) busy.push(await send("demo/crowd", { account: "busy" }));
  const other = await send("demo/crowd", { account: "other" });
  expect((await endedRuns(other))[0]?.status).toBe("completed");
  open?.();
  for (const id of busy) expect((await endedRuns(id))[0]?.status).toBe("completed");
});

test("priority: when places are short, the higher priority goes first and a lower one later", async () => {
  const order: string[] = [];
  let open: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const fn = client.createFunction(
    {
      id: "ranked",
      triggers: [{ event: "demo/ranked" }],
      concurrency: 1,
      priority: { run: "event.data.p * 60" },
    },
    async ({ event, step }) => {
      await step.run("work", async () => {
        if (event.data.name === "first") await gate;
        order.push(String(event.data.name));
      });
    },
  );
  const { send } = await startEngine([fn]);
  const first = await send("demo/ranked", { name: "first", p: 0 });
  await until("the first holds the place", async () => {
    const { rowCount } = await systemPool().query("select from engine.queue where state = 'leased'");
    return rowCount === 1;
  });
  const ids = [first];
  ids.push(await send("demo/ranked", { name: "low", p: -5 }));
  ids.push(await send("demo/ranked", { name: "plain", p: 0 }));
  ids.push(await send("demo/ranked", { name: "high", p: 5 }));
  open?.();
  for (const id of ids) await endedRuns(id);
  expect(order).toEqual(["first", "high", "plain", "low"]);
});

test("an item that a crash left blocked although its key is free is found again", async () => {
  const fn = client.createFunction(
    { id: "stuck", triggers: [{ event: "demo/stuck" }], concurrency: 1 },
    () => "free",
  );
  const { send, stop } = await startEngine([fn]);
  const id = await send("demo/stuck");
  await endedRuns(id);
  await stop();
  await systemPool().query(
    `insert into engine.queue (run_id, kind, state, score, keys, limits, blocked_by)
     select id, 'run', 'blocked', score, keys, limits, keys[1] from engine.runs where event_id = $1`,
    [id],
  );
  expect(await freeBlocked(systemPool())).toBe(1);
});

test("a worker that is full calls another that sleeps", async () => {
  let leave: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const inside: string[] = [];
  const fn = client.createFunction(
    { id: "called", triggers: [{ event: "demo/called" }] },
    ({ event, step }) =>
      step.run("stay", () => {
        inside.push(event.id ?? "");
        return held;
      }),
  );
  // Neither looks by itself within this test.
  const quiet = { idlePollMs: 600_000, concurrency: 1 };
  await startEngine([fn], { ...quiet, relay: true });
  await until("the second worker listens", async () => {
    const { rowCount } = await systemPool().query(
      `select from pg_stat_activity where application_name = 'connectus relay' and state = 'idle'
         and query like 'listen%' and datname = current_database()`,
    );
    return rowCount === 1;
  });
  const full = await startEngine([fn], { ...quiet, onCrowded: callWorkers });
  const ids = [await full.send("demo/called"), await full.send("demo/called")];
  await until("both are at work", () => inside.length === 2);
  leave();
  for (const id of ids) expect((await endedRuns(id))[0]?.status).toBe("completed");
  expect(inside.sort()).toEqual(ids.sort());
});
