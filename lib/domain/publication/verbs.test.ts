import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { publications } from "@/drizzle/schema/content";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { withSystem, withWorkspace } from "@/lib/db/transaction";
import { parsePublicIdOrThrow } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { type IntegrationRow, makeIntegration, makeWorkspace, personOf } from "@/lib/testing/tenants";
import { saveContent } from "../content/save-content";
import { cancelPublication } from "./cancel-publication";
import { checkContent } from "./check-content";
import { getPublicationOrThrow, listPublications } from "./data";
import { listTargets } from "./data-targets";
import { publishContent } from "./publish-content";
import { resolvePlatforms } from "./resolve-platforms";
import { retryPublication } from "./retry-publication";
import { revivePublications } from "./revive-publications";

testDatabase();
let ctx: Ctx;
let site: IntegrationRow;
let itemId: string;

const write = (ctx: Ctx, more = {}) =>
  saveContent(ctx, { contentType: "article", title: "Demo", contentData: { content: "<p>x</p>" }, ...more });

beforeEach(async () => {
  ctx = await makeWorkspace();
  site = await makeIntegration(ctx);
  itemId = (await write(ctx)).id;
});

const publish = (more = {}) =>
  publishContent(ctx, { contentItemId: itemId, integrationIds: [site.id], ...more });
const events = (name: string) =>
  withSystem(async (tx) => {
    const { rows } = await tx.client.query<{
      data: { publicationId: string; state?: string; priority?: number };
    }>("select data from outbox where name = $1 and workspace_id = $2 order by id", [name, ctx.workspaceId]);
    return rows.map((row) => row.data);
  });

test("one row and one event per account, however often it is asked", async () => {
  const other = await makeIntegration(ctx, { name: "Second site", externalAccountId: "2" });
  const first = await publish({ integrationIds: [site.id, other.id], priority: 2 });
  expect(first).toMatchObject([
    { state: "queued", priority: 2, integrationName: "Demo site", contentVersion: 1, canCancel: true },
    { state: "queued", integrationName: "Second site" },
  ]);
  const again = await publish({ integrationIds: [other.id, site.id] });
  expect(again.map((one) => one.id)).toEqual([first[1]?.id, first[0]?.id]);
  expect(await events("publication/requested")).toHaveLength(2);
  expect((await listPublications(ctx, { contentItemId: itemId })).data).toHaveLength(2);
});

test("refused before anything is queued: wrong type, not connected, nothing in it, a foreign account, a viewer", async () => {
  const portal = await makeIntegration(ctx, { connector: "hubspot", name: "Demo portal" });
  const reason = { code: "unprocessable", fields: { "Demo portal": expect.stringContaining("HubSpot") } };
  const mail = await write(ctx, {
    contentType: "email_campaign",
    contentData: { subject: "x", content: "<p>x</p>" },
  });
  await expect(publish({ contentItemId: mail.id, integrationIds: [portal.id] })).rejects.toMatchObject(
    reason,
  );
  const empty = await write(ctx, { contentData: { content: "<script>x</script>" } });
  await expect(publish({ contentItemId: empty.id })).rejects.toMatchObject({
    code: "unprocessable",
    message: expect.stringContaining("no content"),
  });
  const [check] = await checkContent(ctx, { contentItemId: empty.id, integrationIds: [site.id] });
  expect(check).toMatchObject({ ok: false, issues: [{ level: "error", field: "body" }] });
  await withWorkspace(ctx, (tx) =>
    tx.update(integrations).set({ status: "paused" }).where(eq(integrations.id, site.id)),
  );
  await expect(publish()).rejects.toMatchObject({
    code: "unprocessable",
    message: expect.stringContaining("paused"),
  });
  const foreign = await makeIntegration(await makeWorkspace());
  await expect(publish({ integrationIds: [foreign.id] })).rejects.toMatchObject({ code: "not_found" });
  const viewer = personOf(ctx.workspaceId, "viewer");
  await expect(
    publishContent(viewer, { contentItemId: itemId, integrationIds: [site.id] }),
  ).rejects.toMatchObject({ code: "forbidden" });
  expect(await events("publication/requested")).toEqual([]);
});

test("targets name each account and say why it cannot take the type", async () => {
  await makeIntegration(ctx, { name: "Broken site", status: "needs_reconnect", externalAccountId: "9" });
  const articles = await listTargets(ctx, "article");
  expect(articles.map((one) => [one.integrationName, one.allowed])).toEqual([
    ["Demo site", true],
    ["Broken site", false],
  ]);
  expect(articles[1]?.reason).toBe('"Broken site" has to be connected again.');
  expect((await listTargets(ctx, "social_post"))[0]?.reason).toContain("does not take social posts");
});

test("a queued one can be taken back and asked for again; one under way cannot", async () => {
  const [made] = await publish();
  const id = { publicationId: made?.id ?? "" };
  expect(await cancelPublication(ctx, id)).toMatchObject({ state: "canceled" });
  expect(await cancelPublication(ctx, id)).toMatchObject({ state: "canceled" });
  expect(await events("publication/finished")).toMatchObject([{ state: "canceled" }]);
  expect(await publish({ priority: 1 })).toMatchObject([{ id: made?.id, state: "queued", priority: 1 }]);
  await set({ state: "publishing" });
  await expect(cancelPublication(ctx, id)).rejects.toMatchObject({ code: "conflict" });
  await expect(retryPublication(ctx, id)).rejects.toMatchObject({ code: "conflict" });
});

const set = (values: Partial<typeof publications.$inferInsert>) =>
  withWorkspace(ctx, (tx) =>
    tx.update(publications).set(values).where(eq(publications.workspaceId, ctx.workspaceId)),
  );

test("a retry keeps what is known of the first try, except what was seen to be gone", async () => {
  const [made] = await publish();
  const publicationId = parsePublicIdOrThrow("publication", made?.id ?? "");
  const read = () => withWorkspace(ctx, (tx) => tx.select().from(publications));
  const started = new Date("2026-01-01T00:00:00Z");
  const error = { kind: "provider_down", message: "x", fix: "y" };
  await set({ state: "failed", error, mutationStartedAt: started, attempts: 8 });
  expect(await retryPublication(ctx, { publicationId })).toMatchObject({
    state: "queued",
    attempts: 0,
    error: null,
  });
  expect((await read())[0]?.mutationStartedAt).toEqual(started);
  await set({ state: "failed", error: { ...error, kind: "not_found" }, externalId: "7" });
  await retryPublication(ctx, { publicationId });
  expect((await read())[0]).toMatchObject({ externalId: null, mutationStartedAt: null });
  expect(await events("publication/requested")).toHaveLength(3);
});

test("two versions are not under way to one account at once", async () => {
  await publish();
  const { contentId } = await write(ctx);
  expect(contentId).toBeTruthy();
  const [{ contentId: own } = { contentId: "" }] = (await listPublications(ctx)).data;
  await write(ctx, { contentId: own, title: "Next" });
  await expect(publish()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Version 1"),
  });
  await set({ state: "published", externalId: "1" });
  expect(await publish()).toMatchObject([{ contentVersion: 2, state: "queued", title: "Next" }]);
});

test("platforms by name: one account is meant, several must be told apart, none is said so", async () => {
  expect(await resolvePlatforms(ctx, ["WordPress", "wordpress"])).toEqual([site.id]);
  await expect(resolvePlatforms(ctx, ["hubspot"])).rejects.toMatchObject({ code: "conflict" });
  await expect(resolvePlatforms(ctx, ["myspace"])).rejects.toMatchObject({ code: "invalid_input" });
  await makeIntegration(ctx, { externalAccountId: "2", name: "Second site" });
  await expect(resolvePlatforms(ctx, ["wordpress"])).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Second site"),
  });
});

test("another workspace finds nothing of it", async () => {
  const [made] = await publish();
  const publicationId = parsePublicIdOrThrow("publication", made?.id ?? "");
  const other = await makeWorkspace();
  for (const verb of [cancelPublication, retryPublication]) {
    await expect(verb(other, { publicationId })).rejects.toMatchObject({ code: "not_found" });
  }
  await expect(getPublicationOrThrow(other, publicationId)).rejects.toMatchObject({ code: "not_found" });
  expect((await listPublications(other)).data).toEqual([]);
});

test("one that stands still is taken up again once", async () => {
  await publish();
  expect(await revivePublications()).toEqual({ revived: 0 });
  await set({ state: "publishing", updatedAt: new Date(Date.now() - 11 * 60_000) });
  expect(await revivePublications()).toEqual({ revived: 1 });
  expect(await revivePublications()).toEqual({ revived: 0 });
  await set({ state: "canceled" });
});
