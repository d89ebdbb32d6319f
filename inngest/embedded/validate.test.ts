import { Inngest, type InngestFunction } from "inngest";
import { expect, test } from "vitest";
import { functions } from "../functions/all";
import { makeRegistry } from "./registry";

const client = new Inngest({ id: "connectus" });
const triggers = [{ event: "demo/asked" }];

test("the engine refuses to start with a function it cannot run, and says which and why", async () => {
  const refused: [InngestFunction.Any, RegExp][] = [
    [
      client.createFunction({ id: "a", triggers, debounce: { period: "1s" } }, () => 1),
      /"connectus-a" uses debounce/,
    ],
    [
      client.createFunction({ id: "b", triggers, throttle: { limit: 1, period: "1s" } }, () => 1),
      /uses throttle/,
    ],
    [
      client.createFunction({ id: "c", triggers, rateLimit: { limit: 1, period: "1s" } }, () => 1),
      /uses rateLimit/,
    ],
    [
      client.createFunction({ id: "d", triggers, batchEvents: { maxSize: 2, timeout: "1s" } }, () => 1),
      /batchEvents/,
    ],
    [client.createFunction({ id: "e", triggers, singleton: { mode: "skip" } }, () => 1), /uses singleton/],
    [
      client.createFunction({ id: "f", triggers }, ({ step }) =>
        step.waitForSignal("s", { signal: "x", timeout: "1s" }),
      ),
      /uses signals/,
    ],
    [client.createFunction({ id: "g", triggers: [{ cron: "61 * * * *" }] }, () => 1), /invalid cron "61/],
    [
      client.createFunction({ id: "h", triggers: [{ event: "demo/asked", if: "event.data." }] }, () => 1),
      /invalid expression/,
    ],
    [client.createFunction({ id: "i", triggers: [{ event: "demo/*" }] }, () => 1), /wildcard/],
    [client.createFunction({ id: "j", triggers, priority: { run: "1 +" } }, () => 1), /invalid expression/],
  ];
  for (const [fn, reason] of refused) await expect(makeRegistry([fn])).rejects.toThrow(reason);
});

test("every function of the app runs on the embedded engine", async () => {
  const registry = await makeRegistry(functions);
  expect(registry.functions.size).toBeGreaterThanOrEqual(functions.length);
  expect(registry.crons.map(({ functionId }) => functionId)).toContain("connectus-keep-house");
});
