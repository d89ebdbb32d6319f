import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { records, runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { systemPool } from "@/lib/db/client";
import { withWorkspace } from "@/lib/db/transaction";
import { connectHubspot, connectWordpress } from "@/lib/testing/connected";
import { startProcess, type TestProcess } from "@/lib/testing/crash-process";
import { testDatabase } from "@/lib/testing/database";
import { until } from "@/lib/testing/engine";
import { makeOwner } from "@/lib/testing/people";
import { testSandbox } from "@/lib/testing/test-sandbox";
import { listRecords } from "../record/data";
import { getRunOrThrow, listRuns } from "../run/data";
import { runSlice } from "./engine/run-slice";
import { requestSync } from "./request-sync";

testDatabase();
const sandbox = testSandbox({ limiter: false });
let ctx: Ctx;
const processes: TestProcess[] = [];

beforeEach(async () => {
  ctx = await makeOwner();
  // All tests connect one account, whose 110 calls in 10 s they would otherwise wait for.
  await systemPool().query("delete from gate.quota_windows");
});
afterEach(async () => {
  for (const one of processes.splice(0)) one.signal("SIGKILL");
  await sandbox.at.panel("DELETE", "/faults/hubspot");
});

interface CallLog {
  entries: { method: string; path: string; query: string }[];
}

const contactPages = async () => {
  const { entries } = await sandbox.at.panel<CallLog>("GET", "/log/hubspot");
  return entries.filter((entry) => entry.path.endsWith("/crm/v3/objects/contacts"));
};

const readSoFar = async (runId: string) => {
  const [run] = await withWorkspace(ctx, (tx) => tx.select().from(runs).where(eq(runs.id, runId)));
  return { status: run?.status, read: run?.progress.objects.contacts?.read ?? 0 };
};

const countRows = (integrationId: string) =>
  withWorkspace(ctx, async (tx) => {
    const [row] = await tx
      .select({
        all: sql<number>`count(*)`.mapWith(Number),
        ids: sql<number>`count(distinct external_id)`.mapWith(Number),
      })
      .from(records)
      .where(eq(records.integrationId, integrationId));
    return row;
  });

test("R01 kill -9 at random points of a sync of 5,200 contacts: none lost, none doubled, no page read from the start again", async () => {
  const integrationId = await connectHubspot(ctx);
  await sandbox.at.panel("PUT", "/faults/hubspot", [{ kind: "slow", ms: 25, path: "/api/crm/v3/objects" }]);
  const { runId } = await requestSync(ctx, { integrationId, objects: ["contacts"], trigger: "manual" });
  await sandbox.at.panel("DELETE", "/log/hubspot");
  const kills = 3;
  for (let n = 0; n < kills; n += 1) {
    const worker = await startProcess("lib/testing/slice-worker.ts", {
      TEST_RUN: `${ctx.workspaceId} ${runId}`,
    });
    processes.push(worker);
    const mark = (await readSoFar(runId)).read + 1 + Math.floor(Math.random() * 700);
    await until("it has read a little further", async () => (await readSoFar(runId)).read >= mark, 30_000);
    worker.signal("SIGKILL");
    expect(await worker.gone).toBeNull();
  }
  expect((await readSoFar(runId)).status).toBe("running");
  const last = await startProcess("lib/testing/slice-worker.ts", { TEST_RUN: `${ctx.workspaceId} ${runId}` });
  processes.push(last);
  expect([await last.gone, last.text()]).toEqual([0, "ready\n"]);

  expect(await getRunOrThrow(ctx, runId)).toMatchObject({
    status: "succeeded",
    totals: { created: 5200, updated: 0 },
  });
  expect(await countRows(integrationId)).toEqual({ all: 5200, ids: 5200 });
  const pages = await contactPages();
  const first = pages.filter((page) => !new URLSearchParams(page.query).has("after"));
  expect(first).toHaveLength(1);
  // 52 pages, and per kill at most what was read ahead of the last commit.
  expect(pages.length).toBeLessThanOrEqual(52 + kills * 22);
}, 120_000);

test("R01 connecting is enough: rows come by themselves, also when the worker is killed under them", async () => {
  const integrationId = await connectHubspot(ctx, { autoSync: true });
  await sandbox.at.panel("PUT", "/faults/hubspot", [{ kind: "slow", ms: 40, path: "/api/crm/v3/objects" }]);
  const start = async () => {
    const worker = await startProcess("inngest/worker.ts", { CONNECTUS_LOG_LEVEL: "warn" });
    processes.push(worker);
    return worker;
  };
  const first = await start();
  const run = await until(
    "it has begun to read",
    async () => {
      const [newest] = (await listRuns(ctx, { integrationId })).data;
      return newest && newest.totals.created > 0 ? newest : null;
    },
    40_000,
  );
  expect(run).toMatchObject({ trigger: "connect", status: "running" });
  first.signal("SIGKILL");
  expect(await first.gone).toBeNull();
  const killedAt = Date.now();
  const before = (await countRows(integrationId))?.all ?? 0;
  await start();
  const moving = async () => ((await countRows(integrationId))?.all ?? 0) > before;
  await until("it has read on", moving, 30_000);
  expect(Date.now() - killedAt).toBeLessThan(25_000);
  await sandbox.at.panel("DELETE", "/faults/hubspot");
  const ended = await until(
    "it has ended",
    async () => {
      const [newest] = (await listRuns(ctx, { integrationId })).data;
      return newest?.endedAt ? newest : null;
    },
    60_000,
  );
  expect(ended).toMatchObject({ id: run.id, status: "succeeded", totals: { updated: 0 } });
  expect(ended.objects.map((object) => [object.name, object.created === object.read])).toEqual([
    ["contacts", true],
    ["companies", true],
    ["deals", true],
  ]);
  expect((await countRows(integrationId))?.all).toBe(ended.totals.created);
}, 150_000);

test("what changed at the platform comes with few calls; what is gone there goes here", async () => {
  const integrationId = await connectHubspot(ctx);
  const sync = async (mode: "incremental" | "full" = "incremental") => {
    const { runId } = await requestSync(ctx, {
      integrationId,
      objects: ["contacts"],
      mode,
      trigger: "manual",
    });
    await sandbox.at.panel("DELETE", "/log/hubspot");
    while ((await runSlice(ctx, { runId })).state === "more");
    return getRunOrThrow(ctx, runId);
  };
  await sync();
  const quiet = await sync();
  expect(quiet).toMatchObject({ status: "succeeded", totals: { created: 0, updated: 0, deleted: 0 } });
  const { entries } = await sandbox.at.panel<CallLog>("GET", "/log/hubspot");
  expect(entries.length).toBeLessThanOrEqual(3);

  await sandbox.at.panel("POST", "/hubspot/touch?count=25");
  await sandbox.at.panel("POST", "/hubspot/archive?count=5");
  const moved = await sync();
  expect(moved.totals.read).toBeGreaterThanOrEqual(20);
  expect(moved.totals).toMatchObject({ created: 0, deleted: 5 });
  const gone = await listRecords(ctx, { integrationId, object: "contacts", limit: 5 });
  expect(gone.data.map((row) => row.deletedAt !== null)).toEqual([true, true, true, true, true]);
  expect((await sync("full")).totals).toMatchObject({ read: 5195, created: 0, deleted: 0 });
});

test("WordPress: every object of a site is read through its own connector", async () => {
  const integrationId = await connectWordpress(ctx, sandbox.at);
  const { runId } = await requestSync(ctx, { integrationId, trigger: "manual" });
  while ((await runSlice(ctx, { runId })).state === "more");
  const run = await getRunOrThrow(ctx, runId);
  expect(run.status).toBe("succeeded");
  expect(run.objects.find((object) => object.name === "posts")?.read).toBeGreaterThan(0);
  expect(run.objects.every((object) => object.state === "done")).toBe(true);
  const again = await requestSync(ctx, { integrationId, mode: "full", trigger: "manual" });
  while ((await runSlice(ctx, { runId: again.runId })).state === "more");
  expect((await getRunOrThrow(ctx, again.runId)).totals).toMatchObject({
    created: 0,
    updated: 0,
    deleted: 0,
  });
});
