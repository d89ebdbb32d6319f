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
  expect((await endedRuns(id))[0]).toMatchObject({ status: "completed", output: 2 });
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
