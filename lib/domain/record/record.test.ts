import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { testDatabase } from "@/lib/testing/database";
import { type IntegrationRow, makeIntegration, makeWorkspace } from "@/lib/testing/tenants";
import { toMirrorRow } from "../sync/engine/normalise";
import { markDeleted, writeRows } from "../sync/engine/write-rows";
import { countRecords, getRecordOrThrow, listRecords } from "./data";

testDatabase();
let ctx: Ctx;
let integration: IntegrationRow;

beforeAll(async () => {
  ctx = await makeWorkspace();
  integration = await makeIntegration(ctx);
  const place = { workspaceId: ctx.workspaceId, integrationId: integration.id, object: "posts" };
  const rows = Array.from({ length: 60 }, (_, n) =>
    toMirrorRow({
      externalId: `p${n}`,
      data: { n, city: n === 7 ? "100%_Bern" : "Rome" },
      title: `Post ${n}`,
      updatedAt: null,
    }),
  ).filter((row) => row !== null);
  await withWorkspace(ctx, (tx) => writeRows(tx, place, rows));
  await withWorkspace(ctx, (tx) => markDeleted(tx, place, ["p3"]));
});

const list = (more = {}) => listRecords(ctx, { integrationId: integration.id, object: "posts", ...more });

test("pages reach every row once, last changed first, although all share a moment", async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list({ limit: 25, ...(cursor ? { cursor } : {}) });
    seen.push(...page.data.map((row) => row.externalId));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen[0]).toBe("p3");
  expect(new Set(seen).size).toBe(60);
  expect(seen).toHaveLength(60);
});

test("a search finds titles, ids and values; its wildcards are letters", async () => {
  expect((await list({ q: "post 12" })).data.map((row) => row.externalId)).toEqual(["p12"]);
  expect((await list({ q: "p41" })).data.map((row) => row.externalId)).toEqual(["p41"]);
  expect((await list({ q: "%_bern" })).data.map((row) => row.externalId)).toEqual(["p7"]);
  expect((await list({ q: "o%t" })).data).toEqual([]);
  const page = await list({ q: "Rome", limit: 30 });
  const rest = await list({ q: "Rome", limit: 30, cursor: page.nextCursor ?? "" });
  expect(new Set([...page.data, ...rest.data].map((row) => row.externalId)).size).toBe(59);
});

test("one record, and how many there are", async () => {
  const one = { integrationId: integration.id, object: "posts", externalId: "p3" };
  expect((await getRecordOrThrow(ctx, one)).deletedAt).not.toBeNull();
  const counts = await countRecords(ctx, integration.id);
  expect(counts[0]).toEqual({ object: "posts", label: "Posts", count: 59, deleted: 1 });
  await expect(getRecordOrThrow(ctx, { ...one, externalId: "p999" })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("another workspace finds nothing; an odd cursor is bad input", async () => {
  const other = await makeWorkspace();
  await expect(listRecords(other, { integrationId: integration.id })).rejects.toMatchObject({
    code: "not_found",
  });
  const cursor = Buffer.from('["x","y"]').toString("base64url");
  await expect(list({ cursor })).rejects.toMatchObject({ code: "invalid_input" });
});
