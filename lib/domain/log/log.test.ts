import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { type IntegrationRow, makeIntegration, makeWorkspace, personOf } from "@/lib/testing/tenants";
import { getRunOrThrow, listRuns } from "../run/data";
import { createRun } from "../sync/create-run";
import { listLogs } from "./data";
import { writeLog } from "./write-log";

testDatabase();
let ctx: Ctx;
let shared: IntegrationRow;
let hidden: IntegrationRow;

beforeAll(async () => {
  ctx = await makeWorkspace();
  const ownerUserId = ctx.actor.kind === "user" ? ctx.actor.userId : newId();
  shared = await makeIntegration(ctx);
  hidden = await makeIntegration(ctx, {
    isPrivate: true,
    ownerUserId,
    name: "Private",
    externalAccountId: "p",
  });
  await withWorkspace(ctx, async (tx) => {
    for (let n = 0; n < 5; n += 1) {
      const level = n === 0 ? "error" : n === 1 ? "debug" : "info";
      await writeLog(tx, ctx, {
        level,
        event: "sync.tested",
        message: `Line ${n} 100%`,
        integrationId: shared.id,
      });
    }
    const detail = { apiKey: "sk-1", object: "posts" };
    await writeLog(tx, ctx, {
      level: "warn",
      event: "sync.tested",
      message: "Secret line",
      integrationId: hidden.id,
      detail,
    });
    await writeLog(tx, ctx, { level: "info", event: "app.tested", message: "Of nobody" });
  });
});

const texts = async (who: Ctx, filter = {}) => (await listLogs(who, filter)).data.map((line) => line.message);

test("newest first, by level, integration and words; secrets are not kept", async () => {
  expect(await texts(ctx)).toEqual([
    "Of nobody",
    "Secret line",
    "Line 4 100%",
    "Line 3 100%",
    "Line 2 100%",
    "Line 1 100%",
    "Line 0 100%",
  ]);
  expect(await texts(ctx, { level: "warn" })).toEqual(["Secret line", "Line 0 100%"]);
  expect(await texts(ctx, { integrationId: shared.id, q: "3 100%" })).toEqual(["Line 3 100%"]);
  expect(await texts(ctx, { q: "l_ne" })).toEqual([]);
  const [line] = (await listLogs(ctx, { integrationId: hidden.id })).data;
  expect(line).toMatchObject({
    integrationName: "Private",
    detail: { apiKey: "[removed]", object: "posts" },
  });
  const page = await listLogs(ctx, { limit: 4 });
  const rest = await listLogs(ctx, { limit: 4, cursor: page.nextCursor ?? "" });
  expect([page.data.length, rest.data.length, rest.nextCursor]).toEqual([4, 3, null]);
});

test("a private account's lines and runs are its owner's; another workspace sees none at all", async () => {
  const colleague = personOf(ctx.workspaceId, "admin");
  expect(await texts(colleague)).not.toContain("Secret line");
  expect(await texts(colleague)).toContain("Of nobody");
  const wanted = { integrationId: hidden.id, trigger: "manual", mode: "full", objects: ["posts"] } as const;
  const { runId } = await withWorkspace(ctx, (tx) => createRun(tx, ctx, { ...wanted, objects: ["posts"] }));
  expect((await listRuns(ctx)).data).toHaveLength(1);
  expect((await listRuns(colleague)).data).toEqual([]);
  await expect(getRunOrThrow(colleague, runId)).rejects.toMatchObject({ code: "not_found" });
  const stranger = await makeWorkspace();
  expect(await texts(stranger)).toEqual([]);
  await expect(getRunOrThrow(stranger, runId)).rejects.toMatchObject({ code: "not_found" });
  await expect(listLogs({ ...ctx, scopes: new Set() })).rejects.toMatchObject({ code: "forbidden" });
});
