import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { integrations, schedules, scheduleTicks } from "@/drizzle/schema/integrations";
import { runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { withSystem, withWorkspace } from "@/lib/db/transaction";
import { newId, parsePublicIdOrThrow } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { type IntegrationRow, makeIntegration, makeWorkspace, personOf } from "@/lib/testing/tenants";
import { listLogs } from "../log/data";
import { getRunOrThrow, listRuns } from "../run/data";
import { cancelRun } from "./cancel-run";
import { firstSync } from "./first-sync";
import { requestSync } from "./request-sync";
import { reviveRuns } from "./revive-runs";
import { sweepSchedules } from "./sweep-schedules";
import { syncNow } from "./sync-now";

testDatabase();
let ctx: Ctx;
let integration: IntegrationRow;

beforeEach(async () => {
  ctx = await makeWorkspace();
  integration = await makeIntegration(ctx);
});

interface Sent {
  name: string;
  data: { runId?: string };
}

const sent = (name: string) =>
  withSystem(async (tx) => {
    const found = await tx.client.query<Sent>(
      "select name, data from outbox where name = $1 and workspace_id = $2",
      [name, ctx.workspaceId],
    );
    return found.rows;
  });

const ask = (more = {}) => requestSync(ctx, { integrationId: integration.id, trigger: "manual", ...more });

describe("asking for a sync", () => {
  test("ten at once are one run with one event, in the connector's order of objects", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask({ objects: ["media", "posts"] })));
    expect(new Set(answers.map((one) => one.runId)).size).toBe(1);
    expect(answers.filter((one) => !one.alreadyOpen)).toHaveLength(1);
    const runId = answers[0]?.runId ?? "";
    expect((await sent("run/requested")).map((event) => event.data.runId)).toEqual([runId]);
    const run = await getRunOrThrow(ctx, runId);
    expect(run).toMatchObject({ status: "queued", trigger: "manual", canCancel: true, percent: null });
    expect(run.objects.map((object) => object.name)).toEqual(["posts", "media"]);
  });

  test("a settled run makes way for the next one", async () => {
    const first = await syncNow(ctx, { integrationId: integration.id });
    await cancelRun(ctx, { runId: first.runId });
    const second = await syncNow(ctx, { integrationId: integration.id });
    expect(second.alreadyOpen).toBe(false);
    expect(second.runId).not.toBe(first.runId);
    const page = await listRuns(ctx, { limit: 1 });
    expect(page.data.map((run) => run.id)).toEqual([second.runId]);
    const next = await listRuns(ctx, { limit: 1, cursor: page.nextCursor ?? "" });
    expect(next.data).toMatchObject([{ id: first.runId, status: "canceled" }]);
    expect(next.nextCursor).toBeNull();
  });

  test("refused: a viewer, another workspace, an unknown object, an integration that is not connected", async () => {
    await expect(
      requestSync(personOf(ctx.workspaceId, "viewer"), { integrationId: integration.id, trigger: "manual" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      requestSync(await makeWorkspace(), { integrationId: integration.id, trigger: "manual" }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(ask({ objects: ["posts", "spaceships"] })).rejects.toMatchObject({
      code: "invalid_input",
      fields: { objects: expect.stringContaining("posts") },
    });
    await withWorkspace(ctx, (tx) =>
      tx.update(integrations).set({ status: "paused" }).where(eq(integrations.id, integration.id)),
    );
    await expect(ask()).rejects.toMatchObject({ code: "conflict", fix: "Resume it first." });
    expect(await sent("run/requested")).toEqual([]);
  });

  test("after a connect rows come by themselves, unless that is switched off", async () => {
    expect((await firstSync(ctx, { integrationId: integration.id })).runId).toBeTruthy();
    const quiet = await makeIntegration(ctx, { settings: { sync: { autoSync: false } } });
    expect(await firstSync(ctx, { integrationId: quiet.id })).toEqual({ runId: null });
    expect(await firstSync(ctx, { integrationId: newId() })).toEqual({ runId: null });
  });
});

describe("canceling", () => {
  test("takes effect once, is logged and told; another workspace finds nothing", async () => {
    const { runId } = await ask();
    await expect(cancelRun(await makeWorkspace(), { runId })).rejects.toMatchObject({ code: "not_found" });
    await expect(cancelRun(personOf(ctx.workspaceId, "viewer"), { runId })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await cancelRun(ctx, { runId })).toMatchObject({ canceled: true });
    expect(await cancelRun(ctx, { runId })).toMatchObject({ canceled: false });
    expect(await sent("run/finished")).toMatchObject([{ data: { runId, status: "canceled" } }]);
    const lines = await listLogs(ctx, { runId, level: "info" });
    expect(lines.data.map((line) => line.event)).toEqual(["sync.canceled"]);
  });
});

describe("schedules", () => {
  const now = new Date("2026-03-01T12:00:00.000Z");
  const schedule = (nextAt: string, more: Partial<typeof schedules.$inferInsert> = {}) =>
    withWorkspace(ctx, (tx) =>
      tx.insert(schedules).values({
        id: newId(),
        workspaceId: ctx.workspaceId,
        integrationId: integration.id,
        everyMinutes: 60,
        nextAt: new Date(nextAt),
        ...more,
      }),
    );
  const mine = () => withWorkspace(ctx, (tx) => tx.select().from(schedules));
  const ticks = () => withWorkspace(ctx, (tx) => tx.select().from(scheduleTicks));
  const stop = () => withWorkspace(ctx, (tx) => tx.update(schedules).set({ enabled: false }));

  test("R21 a due tick starts one run however many sweeps see it; the next is an interval later", async () => {
    await schedule("2026-03-01T11:59:30.000Z");
    const sweeps = await Promise.all([sweepSchedules(now), sweepSchedules(now), sweepSchedules(now)]);
    expect(sweeps.reduce((sum, sweep) => sum + sweep.started, 0)).toBe(1);
    expect(await ticks()).toHaveLength(1);
    expect(await sent("run/requested")).toHaveLength(1);
    expect((await mine())[0]?.nextAt.toISOString()).toBe("2026-03-01T12:59:30.000Z");
    expect((await listRuns(ctx)).data).toMatchObject([{ trigger: "schedule", mode: "incremental" }]);
    await stop();
  });

  test("what was missed while everything stood still runs once, and the rhythm goes on from there", async () => {
    await schedule("2026-02-27T08:00:00.000Z");
    expect((await sweepSchedules(now)).started).toBe(1);
    const next = (await mine())[0]?.nextAt.getTime() ?? 0;
    expect(next).toBeGreaterThanOrEqual(now.getTime() + 3_600_000);
    expect(next).toBeLessThanOrEqual(now.getTime() + 3_600_000 + 300_000);
    expect((await sweepSchedules(new Date(now.getTime() + 60_000))).started).toBe(0);
    await stop();
  });

  test("a tick of an integration that is not connected, or that syncs already, passes by", async () => {
    await schedule("2026-03-01T11:59:30.000Z");
    const { runId } = await ask();
    expect((await sweepSchedules(now)).started).toBe(0);
    expect((await ticks())[0]?.runId).toBe(runId);
    await cancelRun(ctx, { runId });
    await withWorkspace(ctx, (tx) => tx.update(integrations).set({ status: "needs_reconnect" }));
    expect((await sweepSchedules(new Date(now.getTime() + 3_600_000))).started).toBe(0);
    expect(await ticks()).toHaveLength(2);
    await stop();
  });
});

test("a run that stands still for five minutes is taken up again, a waiting or moving one is not", async () => {
  const { runId } = await ask();
  const age = (minutes: number, waitingUntil: string | null = null) =>
    withWorkspace(ctx, (tx) =>
      tx
        .update(runs)
        .set({
          status: "running",
          updatedAt: sql`now() - make_interval(mins => ${minutes})`,
          waitingUntil: waitingUntil === null ? null : new Date(waitingUntil),
        })
        .where(eq(runs.id, runId)),
    );
  await age(4);
  expect(await reviveRuns()).toEqual({ revived: 0 });
  await age(6, new Date(Date.now() + 60_000).toISOString());
  expect(await reviveRuns()).toEqual({ revived: 0 });
  await age(6);
  expect(await reviveRuns()).toEqual({ revived: 1 });
  expect(await reviveRuns()).toEqual({ revived: 0 });
  expect((await sent("run/continued")).map((event) => event.data.runId)).toEqual([runId]);
  await cancelRun(ctx, { runId });
});

test("ids of other nouns and odd cursors are bad input, not errors of ours", async () => {
  const media = `med_${newId().replaceAll("-", "")}`;
  await expect(cancelRun(ctx, { runId: media })).rejects.toMatchObject({ name: "ZodError" });
  expect(() => parsePublicIdOrThrow("run", media)).toThrow("There is no run");
  const odd = Buffer.from('["not-a-uuid"]').toString("base64url");
  await expect(listRuns(ctx, { cursor: odd })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(listLogs(ctx, { cursor: odd })).rejects.toMatchObject({ code: "invalid_input" });
});
