import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { logs, records, runs, syncSeen } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { ProviderFailure } from "@/lib/connectors/kit/failure";
import { withWorkspace } from "@/lib/db/transaction";
import { testDatabase } from "@/lib/testing/database";
import { FakePlatform } from "@/lib/testing/fake-platform";
import { type IntegrationRow, makeIntegration, makeWorkspace } from "@/lib/testing/tenants";
import { getRunOrThrow } from "../../run/data";
import { cancelRun } from "../cancel-run";
import { createRun } from "../create-run";
import { runSlice } from "./run-slice";

testDatabase();

async function start(
  ctx: Ctx,
  integration: IntegrationRow,
  mode: "incremental" | "full" = "incremental",
  more = {},
) {
  return withWorkspace(ctx, async (tx) => {
    const wanted = { integrationId: integration.id, trigger: "manual", mode, objects: ["contacts"] } as const;
    return (await createRun(tx, ctx, { ...wanted, objects: [...wanted.objects], ...more })).runId;
  });
}

async function sync(ctx: Ctx, integration: IntegrationRow, platform: FakePlatform, mode?: "full", more = {}) {
  const runId = await start(ctx, integration, mode, more);
  const open = platform.open(integration);
  let outcome = await runSlice(ctx, { runId }, { open });
  while (outcome.state === "more") outcome = await runSlice(ctx, { runId }, { open });
  return { outcome, run: await getRunOrThrow(ctx, runId) };
}

const stored = (ctx: Ctx, integration: IntegrationRow) =>
  withWorkspace(ctx, (tx) => tx.select().from(records).where(eq(records.integrationId, integration.id)));

const alive = (ctx: Ctx, integration: IntegrationRow) =>
  withWorkspace(ctx, (tx) =>
    tx
      .select({ id: records.externalId })
      .from(records)
      .where(and(eq(records.integrationId, integration.id), isNull(records.deletedAt))),
  );

async function scene(overrides = {}) {
  const ctx = await makeWorkspace();
  return { ctx, integration: await makeIntegration(ctx), platform: new FakePlatform(overrides) };
}

describe("reading", () => {
  test("a first run reads everything; the second only what changed, and unchanged rows keep their moment", async () => {
    const { ctx, integration, platform } = await scene();
    platform.fill(2350);
    const first = await sync(ctx, integration, platform);
    expect(first.run).toMatchObject({
      status: "succeeded",
      totals: { read: 2350, created: 2350, updated: 0 },
    });
    expect(platform.pulls).toHaveLength(24);
    const before = new Map((await stored(ctx, integration)).map((row) => [row.externalId, row]));
    expect(before.size).toBe(2350);

    platform.put("c000007", { n: 7, phone: "+1 555 0100" });
    platform.put("c000008", { n: 8 });
    platform.put("c999999", { n: 1 });
    platform.pulls = [];
    const second = await sync(ctx, integration, platform);
    // c000008 has a newer moment but the same content.
    expect(second.run.totals).toMatchObject({ read: 2351, created: 1, updated: 1, unchanged: 2349 });
    expect(platform.pulls[0]?.since).toBe("2025-12-31T23:59:00.000Z");
    const after = await stored(ctx, integration);
    const moved = after.filter(
      (row) => before.get(row.externalId)?.changedAt.getTime() !== row.changedAt.getTime(),
    );
    expect(moved.map((row) => row.externalId).sort()).toEqual(["c000007", "c999999"]);
  });

  test("text that Postgres refuses, rows without an id and giant values do not break the batch", async () => {
    const { ctx, integration, platform } = await scene();
    platform.put("ok", { text: "fine" });
    platform.put("nul", { text: "a\u0000b", "k\u0000ey": ["\ud800x"], literal: "\\u0000" });
    platform.put("big", { text: "x".repeat(3_000_000) });
    platform.rows.set("", { externalId: "", data: {}, title: "nobody", updatedAt: "never" });
    platform.rows.set("odd", {
      externalId: "odd\u0000",
      data: { n: Number.NaN },
      title: "\udc00",
      updatedAt: "x",
    });
    const { run } = await sync(ctx, integration, platform);
    expect(run).toMatchObject({ status: "succeeded", totals: { read: 5, created: 4 } });
    expect(run.objects[0]?.note).toContain("without a usable id");
    const rows = Object.fromEntries((await stored(ctx, integration)).map((row) => [row.externalId, row]));
    expect(rows.nul?.data).toEqual({ name: "Demo nul", text: "ab", key: ["\ufffdx"], literal: "\\u0000" });
    expect(JSON.stringify(rows.big?.data).length).toBeLessThan(300_000);
    expect(rows.odd?.data).toEqual({ n: null });
    const again = await sync(ctx, integration, platform, "full");
    expect(again.run.totals).toMatchObject({ created: 0, updated: 0, unchanged: 4 });
  });

  test("a slice gives the step back when its time is up, and the next one goes on from there", async () => {
    const { ctx, integration, platform } = await scene();
    platform.fill(1000);
    const runId = await start(ctx, integration);
    const open = platform.open(integration);
    let slices = 0;
    let outcome = await runSlice(ctx, { runId }, { open, budgetMs: 0 });
    for (; outcome.state === "more"; slices += 1)
      outcome = await runSlice(ctx, { runId }, { open, budgetMs: 0 });
    expect(outcome.state).toBe("ended");
    expect(slices).toBeGreaterThanOrEqual(9);
    expect(platform.pulls.map((pull) => pull.position)).toEqual([
      null,
      100,
      200,
      300,
      400,
      500,
      600,
      700,
      800,
      900,
    ]);
    expect(await stored(ctx, integration)).toHaveLength(1000);
  });

  test("a cursor that does not move ends the object, not the world", async () => {
    const { ctx, integration, platform } = await scene({
      pull: async () => ({ records: [], next: "same", total: null }),
    });
    const { run } = await sync(ctx, integration, platform);
    expect(run).toMatchObject({ status: "failed", error: { kind: "unexpected_shape" } });
    expect(run.error?.message).toContain("does not move");
  });
});

describe("deletions", () => {
  test("a complete full pass deletes softly what it did not see, and what comes back is alive again", async () => {
    const { ctx, integration, platform } = await scene();
    platform.fill(300);
    await sync(ctx, integration, platform);
    const gone = platform.rows.get("c000005");
    for (const id of ["c000005", "c000150"]) platform.rows.delete(id);
    const { run } = await sync(ctx, integration, platform, "full");
    expect(run.totals).toMatchObject({ deleted: 2, unchanged: 298 });
    expect(await alive(ctx, integration)).toHaveLength(298);
    expect(await withWorkspace(ctx, (tx) => tx.select().from(syncSeen))).toHaveLength(0);
    if (gone) platform.rows.set("c000005", gone);
    const back = await sync(ctx, integration, platform, "full");
    expect(back.run.totals).toMatchObject({ updated: 1, deleted: 0 });
    expect(await alive(ctx, integration)).toHaveLength(299);
  });

  test("suspiciously many are held back until a person accepts them", async () => {
    const { ctx, integration, platform } = await scene();
    platform.fill(300);
    await sync(ctx, integration, platform);
    for (let n = 0; n < 51; n += 1) platform.rows.delete(`c${String(n).padStart(6, "0")}`);
    const held = await sync(ctx, integration, platform, "full");
    expect(held.run).toMatchObject({ status: "succeeded", totals: { deleted: 0 } });
    expect(held.run.objects[0]?.note).toContain("51 of 300 contacts");
    expect(await alive(ctx, integration)).toHaveLength(300);
    const accepted = await sync(ctx, integration, platform, "full", { acceptDeletions: true });
    expect(accepted.run.totals.deleted).toBe(51);
    expect(await alive(ctx, integration)).toHaveLength(249);
  });

  test("a platform that changes while it is read proves nothing", async () => {
    const { ctx, integration, platform } = await scene();
    platform.fill(300);
    await sync(ctx, integration, platform);
    platform.before = (pull) => {
      if (pull === 5) platform.rows.delete("c000000");
    };
    const { run } = await sync(ctx, integration, platform, "full");
    expect(run.totals.deleted).toBe(0);
    expect(run.objects[0]?.note).toContain("changed while it was read");
    expect(await alive(ctx, integration)).toHaveLength(300);
  });

  test("the platform's own feed of the deleted is followed without a full pass", async () => {
    const platform = new FakePlatform({
      deletions: "feed",
      pullDeleted: async (_connection, { position }) =>
        position === null
          ? { externalIds: ["c000001"], next: 1 }
          : { externalIds: ["c000002", "other"], next: null },
    });
    const ctx = await makeWorkspace();
    const integration = await makeIntegration(ctx);
    platform.fill(20);
    expect((await sync(ctx, integration, platform)).run.totals.deleted).toBe(0);
    expect((await sync(ctx, integration, platform)).run.totals.deleted).toBe(2);
    const dead = await withWorkspace(ctx, (tx) =>
      tx.select().from(records).where(isNotNull(records.deletedAt)),
    );
    expect(dead.map((row) => row.externalId).sort()).toEqual(["c000001", "c000002"]);
  });
});

describe("trouble", () => {
  test("a refused sign-in ends the run with the fix and marks the integration", async () => {
    const { ctx, integration, platform } = await scene();
    platform.fill(500);
    platform.before = (pull) => {
      if (pull === 2) throw new ProviderFailure("auth_expired", "The password was revoked.", { status: 401 });
    };
    const { run } = await sync(ctx, integration, platform);
    expect(run).toMatchObject({
      status: "failed",
      error: {
        kind: "auth_expired",
        message: "The password was revoked.",
        fix: "Reconnect the integration.",
      },
    });
    // What had been read before is kept.
    expect(await stored(ctx, integration)).toHaveLength(200);
  });

  test("a long pause the platform asks for is waiting, not failing", async () => {
    const { ctx, integration, platform } = await scene();
    platform.fill(300);
    platform.before = (pull) => {
      if (pull === 2)
        throw new ProviderFailure("rate_limited", "Slow down.", { status: 429, retryAfterS: 90 });
    };
    const { outcome, run } = await sync(ctx, integration, platform);
    expect(outcome).toEqual({ state: "waiting", seconds: 90 });
    expect(run.status).toBe("running");
    expect(Date.parse(run.waitingUntil ?? "")).toBeGreaterThan(Date.now() + 80_000);
    platform.before = () => undefined;
    const runId = run.id;
    const rest = await runSlice(ctx, { runId: idOf(runId) }, { open: platform.open(integration) });
    expect(rest.state).toBe("ended");
    expect(await getRunOrThrow(ctx, idOf(runId))).toMatchObject({ status: "succeeded", waitingUntil: null });
    expect(platform.pulls.map((pull) => pull.position)).toEqual([null, 100, 200]);
  });

  test("a platform that is down is tried again by the engine, and the run keeps the reason", async () => {
    const { ctx, integration, platform } = await scene();
    platform.fill(10);
    platform.before = () => {
      throw new ProviderFailure("provider_down", "The platform did not answer.");
    };
    const runId = await start(ctx, integration);
    await expect(runSlice(ctx, { runId }, { open: platform.open(integration) })).rejects.toThrow(
      "did not answer",
    );
    expect(await getRunOrThrow(ctx, runId)).toMatchObject({
      status: "running",
      error: { kind: "provider_down" },
    });
  });
});

describe("who may write", () => {
  test("R07 a slice that was overtaken while it fetched writes nothing", async () => {
    const { ctx, integration, platform } = await scene();
    platform.fill(300);
    const runId = await start(ctx, integration);
    const asleep = gate();
    const fetching = gate();
    platform.before = (pull) => {
      if (pull !== 0) return;
      platform.before = () => undefined;
      fetching.open();
      return asleep.passed;
    };
    const zombie = runSlice(ctx, { runId }, { open: platform.open(integration) });
    await fetching.passed;
    expect(await runSlice(ctx, { runId }, { open: platform.open(integration) })).toEqual({ state: "ended" });
    const before = await stored(ctx, integration);
    for (const [id] of platform.rows) platform.put(id, { n: -1 }, "2030-01-01T00:00:00.000Z");
    asleep.open();
    expect(await zombie).toEqual({ state: "ended" });
    expect(await stored(ctx, integration)).toEqual(before);
    const [run] = await withWorkspace(ctx, (tx) => tx.select().from(runs).where(eq(runs.id, runId)));
    expect(run).toMatchObject({ status: "succeeded", slice: 2 });
  });

  test("a cancel takes effect between two commits", async () => {
    const { ctx, integration, platform } = await scene();
    platform.fill(5000);
    const runId = await start(ctx, integration);
    platform.before = async (pull) => {
      if (pull === 25) await cancelRun(ctx, { runId });
    };
    expect(await runSlice(ctx, { runId }, { open: platform.open(integration) })).toEqual({ state: "ended" });
    const run = await getRunOrThrow(ctx, runId);
    expect(run).toMatchObject({ status: "canceled", canCancel: false });
    expect((await stored(ctx, integration)).length).toBe(run.totals.read);
    expect(run.totals.read).toBeLessThan(3000);
    const said = await withWorkspace(ctx, (tx) => tx.select().from(logs).where(eq(logs.runId, runId)));
    expect(said.map((line) => line.event).sort()).toEqual(["sync.canceled", "sync.started"]);
  });
});

function gate(): { passed: Promise<void>; open: () => void } {
  const made: { open: () => void } = { open: () => undefined };
  const passed = new Promise<void>((resolve) => {
    made.open = resolve;
  });
  return { passed, open: () => made.open() };
}

function idOf(publicId: string): string {
  const hex = publicId.slice(4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
