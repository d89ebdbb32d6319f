import { Inngest } from "inngest";
import pg from "pg";
import { expect, test } from "vitest";
import { systemPool } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { endedRuns, startEngine, stopEnginesAfterEach, until } from "@/lib/testing/engine";

const database = testDatabase();
stopEnginesAfterEach();
const client = new Inngest({ id: "connectus" });

test("R24 when the database cuts every connection, the engine and the relay go on by themselves", async () => {
  let reached: (() => void) | undefined;
  const inside = new Promise<void>((resolve) => {
    reached = resolve;
  });
  let open: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const calls: string[] = [];
  const fn = client.createFunction(
    { id: "unmoved", retries: 0, triggers: [{ event: "demo/unmoved" }] },
    async ({ step }) => {
      await step.run("before", () => calls.push("before"));
      await step.run("during", () => {
        calls.push("during");
        reached?.();
        return gate;
      });
      return step.run("after", () => calls.length);
    },
  );
  const { send } = await startEngine([fn], { relay: true });
  const id = await send("demo/unmoved");
  await inside;
  const admin = new pg.Client({ connectionString: database.superuser });
  await admin.connect();
  const cut = await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await admin.end();
  expect(cut.rowCount).toBeGreaterThan(1);
  open?.();
  // Our own question may meet a connection that was cut but not yet taken out of the pool.
  const [ended] = await until("the run ended", () => endedRuns(id).catch(() => null), 30_000);
  expect(ended).toMatchObject({ status: "completed", output: 2 });
  expect(calls).toEqual(["before", "during"]);
  // the relay as well: a row put into the outbox afterwards arrives
  const later = newId();
  await systemPool().query("insert into outbox (id, name, data) values ($1, 'demo/unmoved', '{}')", [later]);
  await until("it ran", async () => (await endedRuns(later)).length === 1);
});

test("a function that this version does not have ends its run with that reason", async () => {
  const fn = client.createFunction({ id: "former", triggers: [{ event: "demo/former" }] }, () => null);
  const before = await startEngine([fn], { concurrency: 0 });
  const id = await before.send("demo/former");
  await before.stop();
  await startEngine([]);
  expect((await endedRuns(id))[0]).toMatchObject({
    status: "failed",
    error: { name: "UnknownFunction", message: expect.stringContaining("connectus-former") },
  });
});

test("R25 a worker that stops lets a step finish, gives the rest back at once, and records nothing after that", async () => {
  const gates: (() => void)[] = [];
  const calls: string[] = [];
  const fn = client.createFunction(
    { id: "leaving", retries: 0, triggers: [{ event: "demo/leaving" }] },
    async ({ event, step, runId }) => {
      const data = event.data as { quick?: boolean };
      await step.run("first", () => {
        calls.push(runId);
        return calls.length > 2 ? null : new Promise<void>((resolve) => gates.push(resolve));
      });
      return step.run("second", () => (data.quick ? "quick" : "slow"));
    },
  );
  const leaving = await startEngine([fn]);
  const quick = await leaving.send("demo/leaving", { quick: true });
  await until("the quick one is in its step", () => gates.length === 1);
  const slow = await leaving.send("demo/leaving");
  await until("the slow one is in its step", () => gates.length === 2);
  const stopped = leaving.engine.stop(300);
  gates[0]?.();
  await stopped;
  const states = await systemPool().query<{ event_id: string; state: string; steps: number }>(
    `select r.event_id, q.state, (select count(*) from engine.steps s where s.run_id = r.id) as steps
     from engine.queue q join engine.runs r on r.id = q.run_id where r.event_id = any($1) order by r.created_at`,
    [[quick, slow]],
  );
  expect(states.rows).toEqual([
    { event_id: quick, state: "ready", steps: 1 },
    { event_id: slow, state: "ready", steps: 0 },
  ]);
  await startEngine([fn]);
  expect((await endedRuns(quick))[0]?.output).toBe("quick");
  expect((await endedRuns(slow))[0]?.output).toBe("slow");
  expect(calls).toHaveLength(3);
});
