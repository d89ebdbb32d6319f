import { Inngest } from "inngest";
import { expect, test } from "vitest";
import { systemPool } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { endedRuns, startEngine, stopEnginesAfterEach, until } from "@/lib/testing/engine";

testDatabase();
stopEnginesAfterEach();
const client = new Inngest({ id: "connectus" });
const on = (event: string, condition?: string) => ({
  triggers: [condition ? { event, if: condition } : { event }],
});

const dataOf = (event: { data: object }) => event.data as Record<string, unknown>;

async function countRuns(functionId: string): Promise<number> {
  const { rows } = await systemPool().query<{ n: number }>(
    "select count(*) as n from engine.runs where function_id = $1",
    [functionId],
  );
  return rows[0]?.n ?? 0;
}

test("event id dedupe: the same event twice starts one run", async () => {
  const fn = client.createFunction({ id: "once", ...on("demo/once") }, () => "ran");
  const { send } = await startEngine([fn]);
  const id = await send("demo/once", { a: 1 });
  await send("demo/once", { a: 1 }, id);
  await endedRuns(id);
  expect(await countRuns("connectus-once")).toBe(1);
});

test("trigger conditions: a missing key is no match, not an error and not equal to another missing key", async () => {
  const ids = ["big", "absent", "odd"] as const;
  const big = client.createFunction({ id: "big", ...on("demo/if", "event.data.n > 3") }, () => "big");
  const absent = client.createFunction(
    { id: "absent", ...on("demo/if", "event.data.x == event.data.y") },
    () => "absent",
  );
  const odd = client.createFunction({ id: "odd", ...on("demo/if", "event.data.n % 2 == 1") }, () => "odd");
  const { send } = await startEngine([big, absent, odd]);
  const runs = await endedRuns(await send("demo/if", { n: 5 }), 2);
  expect(runs.map((run) => run.output).sort()).toEqual(["big", "odd"]);
  await endedRuns(await send("demo/if", { n: 1, x: null, y: null }), 2);
  const counts = await Promise.all(ids.map((id) => countRuns(`connectus-${id}`)));
  expect(counts).toEqual([1, 1, 2]);
});

test("idempotency key: one run per key and 24 hours, also within one batch; a missing key never counts as equal", async () => {
  const fn = client.createFunction(
    { id: "single", idempotency: "event.data.order", ...on("demo/order") },
    () => "done",
  );
  const { send } = await startEngine([fn]);
  const first = await send("demo/order", { order: "A" });
  await send("demo/order", { order: "A" });
  await endedRuns(first);
  await send("demo/order", { order: "A" });
  await send("demo/order", { order: "B" });
  await send("demo/order", {});
  await send("demo/order", {});
  expect(await countRuns("connectus-single")).toBe(4);
  await systemPool().query("update engine.idempotency set expires_at = now() where key = 'A'");
  await send("demo/order", { order: "A" });
  expect(await countRuns("connectus-single")).toBe(5);
});

test("step.sendEvent: the event is stored with its step, once, under an id that the step returns", async () => {
  let tries = 0;
  const sender = client.createFunction(
    { id: "sender", retries: 2, ...on("demo/start") },
    async ({ step }) => {
      const sent = await step.sendEvent("tell", [
        { name: "demo/told", data: { n: 1 } },
        { name: "demo/told", data: { n: 2 } },
      ]);
      await step.run("shaky", () => {
        tries += 1;
        if (tries < 3) throw new Error("again");
      });
      const more = await step.sendEvent("tell again", { name: "demo/told", data: { n: 3 } });
      return [...sent.ids, ...more.ids];
    },
  );
  const receiver = client.createFunction(
    { id: "receiver", ...on("demo/told") },
    ({ event }) => dataOf(event).n as number,
  );
  const { send } = await startEngine([sender, receiver]);
  const [run] = await endedRuns(await send("demo/start"));
  const ids = run?.output as string[];
  expect(new Set(ids).size).toBe(3);
  const outputs = await Promise.all(ids.map(async (id) => (await endedRuns(id))[0]?.output));
  expect(outputs).toEqual([1, 2, 3]);
  expect(await countRuns("connectus-receiver")).toBe(3);
});

test("onFailure gets the error and the original event, and can use steps", async () => {
  const seen: unknown[] = [];
  const fn = client.createFunction(
    {
      id: "fragile",
      retries: 0,
      ...on("demo/fragile"),
      onFailure: async ({ error, event, step }) => {
        await step.run("note", () => {
          seen.push([error.message, event.data.function_id, event.data.event.data.n, event.data.run_id]);
        });
      },
    },
    async ({ step }) => {
      await step.run("break", () => {
        throw new Error("glass");
      });
    },
  );
  const { send } = await startEngine([fn]);
  const [run] = await endedRuns(await send("demo/fragile", { n: 7 }));
  expect(run?.status).toBe("failed");
  await until("the failure handler ran", () => seen.length === 1);
  expect(seen).toEqual([["glass", "connectus-fragile", 7, run?.id]]);
});

test("cancelOn: a matching event ends the run between two steps; another one does not", async () => {
  const calls: string[] = [];
  const fn = client.createFunction(
    {
      id: "long",
      ...on("demo/long"),
      cancelOn: [{ event: "demo/stop", if: "event.data.key == async.data.key" }],
    },
    async ({ event, step }) => {
      await step.run("first", () => calls.push(`first ${dataOf(event).key}`));
      await step.sleep("nap", "1s");
      await step.run("second", () => calls.push(`second ${dataOf(event).key}`));
    },
  );
  const { send } = await startEngine([fn]);
  const a = await send("demo/long", { key: "a" });
  const b = await send("demo/long", { key: "b" });
  await until("both sleep", () => calls.length === 2);
  await send("demo/stop", { key: "b" });
  expect((await endedRuns(b))[0]?.status).toBe("cancelled");
  expect((await endedRuns(a))[0]?.status).toBe("completed");
  expect(calls.sort()).toEqual(["first a", "first b", "second a"]);
});

test("waitForEvent: the matching event ends the wait, time ends it with null", async () => {
  const fn = client.createFunction({ id: "waiter", ...on("demo/wait") }, async ({ step }) => {
    const answer = await step.waitForEvent("answer", {
      event: "demo/answer",
      match: "data.key",
      timeout: "1m",
    });
    const silence = await step.waitForEvent("silence", { event: "demo/never", timeout: "1s" });
    return { text: answer?.data.text, silence };
  });
  const { send } = await startEngine([fn]);
  const id = await send("demo/wait", { key: "k1" });
  await until("it waits", async () => {
    const { rowCount } = await systemPool().query(
      "select from engine.waits where event_name = 'demo/answer'",
    );
    return rowCount === 1;
  });
  await send("demo/answer", { key: "other", text: "wrong" });
  await send("demo/answer", { key: "k1", text: "right" });
  expect((await endedRuns(id))[0]?.output).toEqual({ text: "right", silence: null });
});

test("invoke: the caller goes on with the other function's result, or with its error", async () => {
  const double = client.createFunction(
    { id: "double", retries: 0, triggers: [] },
    async ({ event, step }) => {
      const n = dataOf(event).n as number;
      if (n < 0) throw new Error("too small");
      return step.run("calc", () => n * 2);
    },
  );
  const caller = client.createFunction({ id: "caller", ...on("demo/call") }, async ({ step }) => {
    const four = await step.invoke("good", { function: double, data: { n: 2 } });
    const bad = await step
      .invoke("bad", { function: double, data: { n: -1 } })
      .catch((error: Error) => error.message);
    return [four, bad];
  });
  const { send } = await startEngine([double, caller]);
  expect((await endedRuns(await send("demo/call")))[0]).toMatchObject({
    status: "completed",
    output: [4, "too small"],
  });
});

test("timeouts: a run that does not finish in time is cancelled", async () => {
  const fn = client.createFunction(
    { id: "slow", ...on("demo/slow"), timeouts: { finish: "1s" } },
    async ({ step }) => {
      await step.run("begin", () => null);
      await step.sleep("too long", "1h");
    },
  );
  const { send } = await startEngine([fn]);
  expect((await endedRuns(await send("demo/slow", {}, newId())))[0]).toMatchObject({
    status: "cancelled",
    error: { message: "its time was up" },
  });
});
