import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Inngest } from "inngest";
import { deliverToEngine } from "@/inngest/embedded/deliver";
import { createEngine } from "@/inngest/embedded/engine";
import { makeRegistry } from "@/inngest/embedded/registry";
import { createRelay } from "@/lib/outbox/relay";
import { systemPool } from "../db/client";

/**
 * A worker for tests that kill or stop it: started as a process of its own by `startCrashWorker`. Its steps leave
 * traces in the table test_effects, which the test makes.
 */
const client = new Inngest({ id: "connectus" });
const on = (event: string) => ({ triggers: [{ event }] });

async function leaveTrace(runId: string, step: string): Promise<string> {
  const token = randomUUID();
  await systemPool().query("insert into test_effects (run_id, step, token, pid) values ($1, $2, $3, $4)", [
    runId,
    step,
    token,
    process.pid,
  ]);
  return token;
}

const manySteps = client.createFunction(
  { id: "many-steps", retries: 3, ...on("test/many-steps") },
  async ({ runId, step }) => {
    const one = await step.run("one", () => leaveTrace(runId, "one"));
    const two = await step.run("two", () => leaveTrace(runId, "two"));
    const both = await Promise.all([
      step.run("left", () => leaveTrace(runId, "left")),
      step.run("right", () => leaveTrace(runId, "right")),
    ]);
    await step.sendEvent("told", { name: "test/told", data: { from: runId } });
    const last = await step.run("last", () => leaveTrace(runId, "last"));
    return { one, two, left: both[0], right: both[1], last };
  },
);

const told = client.createFunction({ id: "told", ...on("test/told") }, async ({ event, step }) =>
  step.run("heard", () => leaveTrace(String((event.data as { from?: string }).from), "heard")),
);

async function gate(name: string): Promise<void> {
  for (;;) {
    const { rowCount } = await systemPool().query("select from test_gate where name = $1", [name]);
    if (rowCount) return;
    await delay(10);
  }
}

const gated = client.createFunction(
  { id: "gated", retries: 0, ...on("test/gated") },
  async ({ runId, step }) => {
    const passed: string[] = [];
    for (const name of ["first", "second"]) {
      const through = await step.run(name, async () => {
        const token = await leaveTrace(runId, name);
        await gate(name);
        return token;
      });
      passed.push(through);
    }
    return passed;
  },
);

const registry = await makeRegistry([manySteps, told, gated]);
const leaseMs = 1500;
const engine = createEngine(registry, {
  leaseMs,
  heartbeatMs: leaseMs / 5,
  idlePollMs: 100,
  retry: { scale: 0.001, random: () => 0 },
  crons: false,
});
const relay = createRelay({ deliver: deliverToEngine(registry), onSent: engine.wake, lookEveryMs: 100 });
engine.start();
relay.start();
process.stdout.write("ready\n");
