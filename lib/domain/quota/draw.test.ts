import { expect, test } from "vitest";
import { appPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { Breaker } from "./breaker";
import { blockUntil, draw, noteSeenQuota } from "./draw";
import { QuotaGate } from "./gate";
import { accountWindows, nextBlock, operationWindows } from "./policy";

testDatabase();

const minute = { name: "minute", limit: 30, perSeconds: 60 };
const hour = { name: "hour", limit: 100, perSeconds: 3600 };

test("callers at once never take more than the tightest window holds", async () => {
  const drawn = await Promise.all(
    Array.from({ length: 60 }, () => draw("demo:many", [minute, hour], 1, "publish")),
  );
  expect(drawn.filter((one) => one.granted === 1)).toHaveLength(30);
  const refused = drawn.filter((one) => one.granted === 0);
  expect(refused).toHaveLength(30);
  for (const one of refused) {
    expect(one.window).toBe("minute");
    expect(one.waitS).toBeGreaterThan(50);
    expect(one.waitS).toBeLessThanOrEqual(60);
  }
  const { rows } = await appPool().query(
    `select "window", tokens from gate.quota_windows where bucket = 'demo:many' order by 1`,
  );
  expect(rows).toEqual([
    { window: "hour", tokens: 70 },
    { window: "minute", tokens: 0 },
  ]);
});

test("a window that is over is full again, also for calls that never came", async () => {
  expect((await draw("demo:over", [minute], 30, "publish")).granted).toBe(30);
  await appPool().query(
    `update gate.quota_windows set updated_at = updated_at - interval '61 seconds' where bucket = 'demo:over'`,
  );
  expect((await draw("demo:over", [minute], 500, "publish")).granted).toBe(30);
});

test("a sync leaves the last tenth to people and posts", async () => {
  expect((await draw("demo:class", [hour], 500, "sync")).granted).toBe(90);
  expect((await draw("demo:class", [hour], 1, "sync")).granted).toBe(0);
  expect((await draw("demo:class", [hour], 500, "publish")).granted).toBe(10);
});

test("a lowered limit counts what was used already", async () => {
  expect((await draw("demo:lower", [hour], 60, "publish")).granted).toBe(60);
  expect((await draw("demo:lower", [{ ...hour, limit: 61 }], 10, "publish")).granted).toBe(1);
  expect((await draw("demo:lower", [{ ...hour, limit: 50 }], 10, "publish")).granted).toBe(0);
});

test("what the platform says stands above our own count", async () => {
  await draw("demo:said", [hour], 1, "publish");
  await blockUntil("demo:said", "platform", 40);
  await blockUntil("demo:said", "platform", 5);
  const blocked = await draw("demo:said", [hour], 1, "publish");
  expect(blocked).toMatchObject({ granted: 0, window: "platform" });
  expect(blocked.waitS).toBeGreaterThan(38);
  await noteSeenQuota("demo:seen", [{ window: "ten_seconds", limit: 110, remaining: 0, resetS: 10 }]);
  expect((await draw("demo:seen", [hour], 1, "publish")).waitS).toBeGreaterThan(8);
});

test("the gate gives a wait that is too long back as rate_limited, with the time", async () => {
  const gate = new QuotaGate({ name: "demo:gate", windows: [{ ...minute, limit: 1 }] }, "interactive");
  await gate.take();
  await expect(gate.take()).rejects.toMatchObject({ kind: "rate_limited", retryAfterS: expect.any(Number) });
});

test("the gate sits out a short window", async () => {
  const gate = new QuotaGate(
    { name: "demo:short", windows: [{ name: "burst", limit: 2, perSeconds: 1 }] },
    "sync",
  );
  const started = Date.now();
  for (let n = 0; n < 5; n += 1) await gate.take();
  expect(Date.now() - started).toBeGreaterThan(1900);
});

test("blocks grow for fast callers and stay small beside small windows", () => {
  expect(nextBlock(1, 10, [{ ...hour, limit: 1000 }])).toBe(2);
  expect(nextBlock(16, 10, [{ ...hour, limit: 1000 }])).toBe(20);
  expect(nextBlock(8, 900, [{ ...hour, limit: 1000 }])).toBe(1);
  expect(nextBlock(8, 10, [minute])).toBe(1);
});

test("the customer's settings and the platform's limits become windows", () => {
  const limits = [
    { scope: "account" as const, window: "ten_seconds", limit: 110, perSeconds: 10, source: "docs" },
    {
      scope: "account" as const,
      window: "search",
      limit: 5,
      perSeconds: 1,
      source: "docs",
      operations: ".search",
    },
  ];
  const settings = { requestsPerMinute: 100, requestsPerHour: 1000, requestsPerDay: 10_000, burstLimit: 20 };
  expect(accountWindows(settings, limits)).toEqual([
    { name: "burst", limit: 20, perSeconds: 1 },
    { name: "minute", limit: 100, perSeconds: 60 },
    { name: "hour", limit: 1000, perSeconds: 3600 },
    { name: "day", limit: 10_000, perSeconds: 86_400 },
    { name: "platform ten_seconds", limit: 99, perSeconds: 10 },
  ]);
  expect(operationWindows(limits)).toMatchObject([{ operations: ".search", window: { limit: 4 } }]);
});

test("the breaker opens at 70 % of 10 calls, lets one probe at a time through, and closes after five", async () => {
  const breaker = new Breaker("demo:breaker");
  for (let n = 0; n < 3; n += 1) await breaker.record(false);
  for (let n = 0; n < 6; n += 1) await breaker.record(true);
  await breaker.check();
  await breaker.record(true);
  const fresh = new Breaker("demo:breaker");
  await expect(fresh.check()).rejects.toMatchObject({
    kind: "provider_down",
    retryAfterS: expect.any(Number),
  });
  await appPool().query(
    `update gate.breakers set open_until = clock_timestamp() - interval '1 second' where bucket = 'demo:breaker'`,
  );
  for (let n = 0; n < 5; n += 1) {
    await fresh.check();
    await expect(new Breaker("demo:breaker").check()).rejects.toMatchObject({ kind: "provider_down" });
    await fresh.record(false);
  }
  const { rows } = await appPool().query(`select state from gate.breakers where bucket = 'demo:breaker'`);
  expect(rows).toEqual([{ state: "closed" }]);
  await new Breaker("demo:breaker").check();
});

test("a failed probe opens the breaker again", async () => {
  const breaker = new Breaker("demo:probe");
  for (let n = 0; n < 10; n += 1) await breaker.record(true);
  await appPool().query(
    `update gate.breakers set open_until = clock_timestamp() - interval '1 second' where bucket = 'demo:probe'`,
  );
  await breaker.check();
  await breaker.record(true);
  await expect(breaker.check()).rejects.toMatchObject({ kind: "provider_down" });
});
