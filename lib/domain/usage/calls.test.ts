import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { newId, toPublicId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { type IntegrationRow, makeIntegration, makeWorkspace, personOf } from "@/lib/testing/tenants";
import { listCalls } from "./data";
import { type CallEntry, flushCalls, recordCall } from "./record-call";

testDatabase();
let ctx: Ctx;
let shared: IntegrationRow;

const call = (integrationId: string, more: Partial<CallEntry> = {}): CallEntry => ({
  integrationId,
  connector: "wordpress",
  operation: "posts.list",
  method: "GET",
  host: "blog.example.com",
  path: "/wp-json/wp/v2/posts",
  status: 200,
  failureKind: null,
  ms: 12,
  bytesIn: 100,
  runId: null,
  publicationId: null,
  ...more,
});

beforeAll(async () => {
  ctx = await makeWorkspace();
  const ownerUserId = ctx.actor.kind === "user" ? ctx.actor.userId : newId();
  shared = await makeIntegration(ctx);
  const hidden = await makeIntegration(ctx, { isPrivate: true, ownerUserId, externalAccountId: "private" });
  for (let n = 0; n < 3; n += 1) recordCall(ctx, call(shared.id, { operation: `posts.${n}_100%` }));
  recordCall(ctx, call(shared.id, { operation: "media.create", status: 503, failureKind: "provider_down" }));
  recordCall(ctx, call(hidden.id, { operation: "users.me" }));
  await flushCalls();
});

const names = async (who: Ctx, filter = {}) =>
  (await listCalls(who, filter)).data.map(({ operation }) => operation);

test("newest first, by outcome, integration and words, page by page", async () => {
  expect(await names(ctx)).toEqual([
    "users.me",
    "media.create",
    "posts.2_100%",
    "posts.1_100%",
    "posts.0_100%",
  ]);
  expect(await names(ctx, { outcome: "failed" })).toEqual(["media.create"]);
  expect(await names(ctx, { outcome: "ok", q: "100%" })).toHaveLength(3);
  expect(await names(ctx, { q: "_1_0" })).toEqual([]);
  const integrationId = toPublicId("integration", shared.id);
  const first = await listCalls(ctx, { integrationId, limit: 3 });
  const second = await listCalls(ctx, { integrationId, limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.data, ...second.data].map(({ operation }) => operation)).toEqual([
    "media.create",
    "posts.2_100%",
    "posts.1_100%",
    "posts.0_100%",
  ]);
  expect(second.nextCursor).toBeNull();
});

test("another workspace sees none, a colleague none of a private account, bad input is refused", async () => {
  expect(await names(await makeWorkspace())).toEqual([]);
  const colleague = await names(personOf(ctx.workspaceId));
  expect(colleague).toContain("media.create");
  expect(colleague).not.toContain("users.me");
  await expect(listCalls({ ...ctx, scopes: new Set() })).rejects.toMatchObject({ code: "forbidden" });
  await expect(listCalls(ctx, { cursor: "made up" })).rejects.toMatchObject({ code: "invalid_input" });
});
