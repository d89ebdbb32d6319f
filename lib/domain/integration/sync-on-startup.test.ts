import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { integrations, schedules } from "@/drizzle/schema/integrations";
import { runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { withSystem } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { makeOwner } from "@/lib/testing/people";
import { sweepSchedules } from "../sync/sweep-schedules";
import { syncOnStartup } from "./sync-on-startup";

testDatabase();
const hour = 3_600_000;
let ctx: Ctx;

beforeEach(async () => {
  ctx = await makeOwner("Startup");
  await withSystem((tx) => tx.delete(integrations));
});

async function connected(settings: object, more: Partial<typeof integrations.$inferInsert> = {}) {
  const [id, { workspaceId }] = [newId(), ctx];
  const config = { siteUrl: "https://startup.example.test" };
  const base = {
    id,
    workspaceId,
    connector: "wordpress",
    name: "Startup",
    config,
    status: "connected",
  } as const;
  await withSystem(async (tx) => {
    await tx.insert(integrations).values({ ...base, settings: { sync: settings }, ...more });
    const nextAt = new Date(Date.now() + hour);
    await tx
      .insert(schedules)
      .values({ id: newId(), workspaceId, integrationId: id, everyMinutes: 60, nextAt });
  });
  return id;
}

async function dueInS(integrationId: string): Promise<number> {
  const [row] = await withSystem((tx) =>
    tx.select().from(schedules).where(eq(schedules.integrationId, integrationId)),
  );
  return ((row?.nextAt.getTime() ?? 0) - Date.now()) / 1000;
}

test("a start brings one sync within the minute, also with several workers that start again", async () => {
  const [usual, wanted] = [await connected({}), await connected({ syncOnStartup: true })];
  const moved = await Promise.all([syncOnStartup(), syncOnStartup(), syncOnStartup()]);
  expect(moved.reduce((sum, count) => sum + count, 0)).toBe(2);
  for (const id of [usual, wanted]) expect(await dueInS(id)).toBeLessThanOrEqual(60);
  const minute = new Date(Date.now() + 61_000);
  expect((await sweepSchedules(minute)).started).toBe(2);
  expect(await syncOnStartup()).toBe(0);
  expect((await sweepSchedules(minute)).started).toBe(0);
  const made = await withSystem((tx) => tx.select().from(runs));
  expect(made.map((run) => run.integrationId).sort()).toEqual([usual, wanted].sort());
});

test("switched off, paused or removed: it stays with the plan", async () => {
  const ids = [
    await connected({ syncOnStartup: false }),
    await connected({}, { status: "paused" }),
    await connected({}, { deletedAt: new Date() }),
  ];
  expect(await syncOnStartup()).toBe(0);
  for (const id of ids) expect(await dueInS(id)).toBeGreaterThan(3000);
});
