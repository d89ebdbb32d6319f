import { Inngest } from "inngest";
import { expect, test } from "vitest";
import { systemPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { endedRuns, startEngine, stopEnginesAfterEach, until } from "@/lib/testing/engine";
import { backoffMs, retryAfterMs } from "./backoff";
import { fireTicks } from "./cron";
import { lastDueTick } from "./cron-pattern";
import { parseDue, parseDuration } from "./durations";
import { makeRegistry } from "./registry";

testDatabase();
stopEnginesAfterEach();
const client = new Inngest({ id: "connectus" });
const cronFunction = (id: string, cron: string) =>
  client.createFunction({ id, triggers: [{ cron }] }, () => "ticked");

test("R09 the retry schedule is Inngest's table plus up to 30 s, and Retry-After goes before it", () => {
  const plain = { scale: 1, random: () => 0 };
  const waits = Array.from({ length: 12 }, (_, attempt) => backoffMs(attempt, plain) / 1000);
  expect(waits).toEqual([15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200, 7200, 7200]);
  expect(backoffMs(0, { scale: 1, random: () => 0.5 })).toBe(30_000);
  const now = new Date("2026-11-20T10:00:00Z");
  expect(retryAfterMs("90", now)).toBe(90_000);
  expect(retryAfterMs("2026-11-20T10:00:20.000Z", now)).toBe(20_000);
  expect(retryAfterMs("2026-11-20T09:00:00.000Z", now)).toBe(0);
  expect(retryAfterMs("9999999", now)).toBe(86_400_000);
  expect([retryAfterMs(null, now), retryAfterMs("soon", now)]).toEqual([null, null]);
});

test("durations are read as the SDK writes them", () => {
  expect(["1s", "2m", "1h30m", "1w2d", "", "1y", "-1s"].map(parseDuration)).toEqual([
    1000,
    120_000,
    5_400_000,
    777_600_000,
    0,
    null,
    null,
  ]);
  const now = new Date("2026-11-20T10:00:00Z");
  expect(parseDue("90s", now).toISOString()).toBe("2026-11-20T10:01:30.000Z");
  expect(parseDue("2027-01-01T00:00:00.000Z", now).toISOString()).toBe("2027-01-01T00:00:00.000Z");
  expect(() => parseDue("tomorrow", now)).toThrow("neither");
});

test("a cron in a zone keeps its local hour across the change of clocks", () => {
  const cron = "TZ=Europe/Berlin 30 9 * * *";
  const due = (day: string) =>
    lastDueTick(cron, new Date(`${day}T00:00:00Z`), new Date(`${day}T12:00:00Z`))?.toISOString();
  expect(due("2026-10-24")).toBe("2026-10-24T07:30:00.000Z");
  expect(due("2026-10-25")).toBe("2026-10-25T08:30:00.000Z");
  expect(due("2027-03-28")).toBe("2027-03-28T07:30:00.000Z");
});

test("R21 three workers, twenty crons, two hours with the end of summer time: each tick starts one run", async () => {
  const crons = Array.from({ length: 20 }, (_, i) =>
    i % 2 ? `TZ=Europe/Berlin ${i} * * * *` : `*/${i + 5} * * * *`,
  );
  const registry = await makeRegistry(crons.map((cron, i) => cronFunction(`cron-${i}`, cron)));
  const start = Date.parse("2026-10-25T00:00:00Z");
  for (let minute = 0; minute <= 120; minute += 1) {
    const now = new Date(start + minute * 60_000);
    await Promise.all([fireTicks(registry, now), fireTicks(registry, now), fireTicks(registry, now)]);
  }
  const { rows } = await systemPool().query<{ function_id: string; runs: number; ticks: number }>(
    `select function_id, count(*) as runs, count(distinct e.payload->>'ts') as ticks
     from engine.runs r join engine.events e on e.id = r.event_id group by function_id`,
  );
  const expected = crons.map((_, i) => (i % 2 ? 2 : Math.floor(60 / (i + 5) + (60 % (i + 5) ? 1 : 0)) * 2));
  // minute 0 of the first hour is where the history begins, so what ticks at minute 0 misses that one, not the last
  const found = Object.fromEntries(rows.map((row) => [row.function_id, row.runs]));
  expect(crons.map((_, i) => found[`connectus-cron-${i}`])).toEqual(expected);
  expect(rows.filter((row) => row.runs !== row.ticks)).toEqual([]);
});

test("ticks missed while nothing ran are made up for by one run; a new cron has missed nothing", async () => {
  const registry = await makeRegistry([cronFunction("missed", "*/10 * * * *")]);
  const at = (time: string) => fireTicks(registry, new Date(`2026-11-20T${time}Z`));
  expect(await at("10:05:00")).toBe(0);
  expect(await at("10:09:59")).toBe(0);
  expect(await at("10:10:00")).toBe(1);
  expect(await at("13:37:00")).toBe(1);
  expect(await at("13:38:00")).toBe(0);
  const { rows } = await systemPool().query<{ tick_at: Date }>(
    "select tick_at from engine.cron_ticks where function_id = 'connectus-missed' and run_id is not null order by 1",
  );
  expect(rows.map((row) => row.tick_at.toISOString())).toEqual([
    "2026-11-20T10:10:00.000Z",
    "2026-11-20T13:30:00.000Z",
  ]);
});

test("a running engine starts its crons by itself", async () => {
  let ticks = 0;
  const fn = client.createFunction({ id: "each-second", triggers: [{ cron: "* * * * * *" }] }, () => {
    ticks += 1;
  });
  await startEngine([fn], { crons: true });
  await until("two ticks", () => ticks >= 2);
  const { rows } = await systemPool().query<{ event_id: string }>(
    "select event_id from engine.runs where function_id = 'connectus-each-second'",
  );
  for (const { event_id } of rows.slice(0, 2))
    expect((await endedRuns(event_id))[0]?.status).toBe("completed");
});
