import { expect, test } from "vitest";
import type { RunObjectProgress } from "@/drizzle/schema/sync";
import { mayDelete, nextTick, passModeFor, widen } from "../sync/policy";
import { paceOf, percentOf, sumCounts } from "./policy";

const object = (more: Partial<RunObjectProgress>): RunObjectProgress => ({
  state: "running",
  pages: 0,
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  deleted: 0,
  total: null,
  ...more,
});

test("the whole is known only when every part is", () => {
  const done = object({ state: "done", read: 10, created: 10 });
  expect(sumCounts({ objects: { a: done, b: object({ read: 5, total: 20 }) } })).toMatchObject({
    read: 15,
    total: 30,
  });
  expect(sumCounts({ objects: { a: done, b: object({ state: "waiting" }) } }).total).toBeNull();
  expect(sumCounts({ objects: { b: object({ read: 25, total: 20 }) } }).total).toBe(25);
});

test("a hundred per cent is said only at the end", () => {
  expect(percentOf(object({ read: 20, total: 20 }))).toBe(99);
  expect(percentOf(object({ state: "done", read: 0, total: 0 }))).toBe(100);
  expect(percentOf(object({ read: 5 }))).toBeNull();
});

test("pace and the time left, once there is something to tell", () => {
  const start = new Date(0);
  expect(paceOf(100, 300, start, new Date(500))).toEqual({ rowsPerSecond: null, etaS: null });
  expect(paceOf(100, 300, start, new Date(10_000))).toEqual({ rowsPerSecond: 10, etaS: 20 });
  expect(paceOf(100, null, start, new Date(10_000))).toEqual({ rowsPerSecond: 10, etaS: null });
});

test("when a pass reads everything", () => {
  const now = new Date("2026-03-08T00:00:00Z");
  const delta = { changes: "delta", deletions: "feed_and_full_pass" } as const;
  const known = { highWater: "2026-03-07T00:00:00Z", lastFullPassAt: new Date("2026-03-07T00:00:00Z") };
  expect(passModeFor(delta, "incremental", known, now)).toBe("incremental");
  expect(passModeFor(delta, "full", known, now)).toBe("full");
  expect(passModeFor({ ...delta, changes: "full" }, "incremental", known, now)).toBe("full");
  expect(passModeFor(delta, "incremental", { ...known, highWater: null }, now)).toBe("full");
  const old = { ...known, lastFullPassAt: new Date("2026-03-01T00:00:00Z") };
  expect(passModeFor(delta, "incremental", old, now)).toBe("full");
  expect(passModeFor({ ...delta, deletions: "feed" }, "incremental", old, now)).toBe("incremental");
});

test("marks that are times look back, others stay as the platform gave them", () => {
  expect(widen("2026-03-01T00:00:10.000Z", 10)).toBe("2026-03-01T00:00:00.000Z");
  expect(widen("1760000000000", 10)).toBe("1759999990000");
  expect(widen("cursor-abc", 10)).toBe("cursor-abc");
  expect(widen(null, 10)).toBeNull();
});

test("the threshold of deletions and the next tick after downtime", () => {
  expect([mayDelete(50, 60), mayDelete(51, 60), mayDelete(250, 5000), mayDelete(251, 5000)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  const due = new Date("2026-03-01T10:00:00Z");
  expect(nextTick(due, 30, new Date("2026-03-01T10:00:20Z"), 1)).toEqual(new Date("2026-03-01T10:30:00Z"));
  expect(nextTick(due, 30, new Date("2026-03-01T12:00:00Z"), 0.5)).toEqual(new Date("2026-03-01T12:31:30Z"));
});
