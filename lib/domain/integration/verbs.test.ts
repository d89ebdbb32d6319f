import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { allScopes, type Scope } from "@/lib/access/scopes";
import { ProviderFailure } from "@/lib/connectors/kit/failure";
import { appPool } from "@/lib/db/client";
import { withWorkspace } from "@/lib/db/transaction";
import { testDatabase } from "@/lib/testing/database";
import { type LocalWordpress, startLocalWordpress } from "@/lib/testing/local-platforms";
import { makeColleague, makeOwner } from "@/lib/testing/people";
import { getHealthSummary, getTraffic } from "../monitoring/data";
import { flushCalls } from "../usage/record-call";
import { createIntegration } from "./create-integration";
import { getIntegrationDetail } from "./data-detail";
import { listIntegrations } from "./data-list";
import { noteFailure } from "./note-failure";
import { openConnection } from "./open-connection";
import { pauseIntegration } from "./pause-integration";
import { removeIntegration } from "./remove-integration";
import { resumeIntegration } from "./resume-integration";
import { IntegrationId } from "./schema";
import { testConnection } from "./test-connection";
import { updateIntegration } from "./update-integration";

testDatabase();
let site: LocalWordpress;
let ctx: Ctx;
let id: string;

beforeAll(async () => {
  site = await startLocalWordpress();
});
afterAll(() => site.stop());
beforeEach(async () => {
  site.mode = "ok";
  site.password = "test PASS word ONLY here 2468";
  ctx = await makeOwner();
  const credentials = { siteUrl: site.url, username: site.user, appPassword: site.password };
  id = (await createIntegration(ctx, { connector: "wordpress", credentials })).id;
});

const detail = () => getIntegrationDetail(ctx, IntegrationId.parse(id));
const now = (): Ctx => ({ ...ctx, now: new Date() });

async function rows<T>(sql: string): Promise<T[]> {
  return (await withWorkspace(ctx, (tx) => tx.client.query(sql))).rows;
}

test("an update changes what it names, moves the schedule, and is audited", async () => {
  const settings = { sync: { syncInterval: 15 }, rateLimits: { requestsPerMinute: 7 } };
  const saved = await updateIntegration(ctx, { integrationId: id, name: "News", settings, version: 1 });
  expect(saved).toEqual({ id, version: 2 });
  const after = await detail();
  expect(after).toMatchObject({ name: "News", version: 2 });
  expect(after.settings.sync).toMatchObject({ syncInterval: 15, batchSize: 100 });
  const [schedule] = await rows<{ every_minutes: number; enabled: boolean }>("select * from schedules");
  expect(schedule).toMatchObject({ every_minutes: 15, enabled: true });
  await updateIntegration(ctx, { integrationId: id, settings: { sync: { syncOnSchedule: false } } });
  expect((await rows<{ enabled: boolean }>("select * from schedules"))[0]?.enabled).toBe(false);
  const audits = await rows<{ before: { name: string }; after: { name: string } }>(
    "select * from audit_entries where action = 'integration.updated' order by id",
  );
  expect(audits[0]).toMatchObject({ before: { name: "WordPress" }, after: { name: "News" } });
});

test("a change made on an old version is a conflict and changes nothing", async () => {
  await updateIntegration(ctx, { integrationId: id, name: "First", version: 1 });
  const late = updateIntegration(ctx, { integrationId: id, name: "Second", version: 1 });
  await expect(late).rejects.toMatchObject({ code: "conflict", fix: expect.any(String) });
  expect((await detail()).name).toBe("First");
});

test.each([
  { name: "" },
  { name: "x".repeat(1_000_000) },
  { settings: { sync: { syncInterval: 0 } } },
  { settings: { sync: { syncInterval: "often" } } },
  { settings: { sync: { unknown: 1 } } },
  { settings: { rateLimits: { burstLimit: 1.5 } } },
  { version: "1" },
])("bad input %# is refused before anything happens", async (change) => {
  const input = { integrationId: id, ...change } as Parameters<typeof updateIntegration>[1];
  await expect(updateIntegration(ctx, input)).rejects.toMatchObject({ name: "ZodError" });
  expect((await detail()).version).toBe(1);
});

test("a pause stops calls until it is resumed; twice is once", async () => {
  await pauseIntegration(ctx, { integrationId: id, reason: "Holiday" });
  await pauseIntegration(ctx, { integrationId: id });
  expect(await detail()).toMatchObject({ status: "paused", statusReason: "Holiday", nextSyncAt: null });
  const open = openConnection(ctx, IntegrationId.parse(id), { use: "sync" });
  await expect(open).rejects.toMatchObject({ code: "conflict", fix: expect.stringContaining("Resume") });
  await resumeIntegration(ctx, { integrationId: id });
  await resumeIntegration(ctx, { integrationId: id });
  const after = await detail();
  expect(after.statusHistory.map((change) => change.to)).toEqual([
    "connected",
    "paused",
    "connected",
    "pending",
  ]);
  await openConnection(ctx, IntegrationId.parse(id), { use: "sync" });
});

test("a test names the layer that fails, asks to reconnect, and mends the status when it works again", async () => {
  expect(await testConnection(ctx, { integrationId: id })).toMatchObject({ ok: true });
  const right = site.password;
  site.password = "other PASS word NOW 135 7911";
  const failed = await testConnection(ctx, { integrationId: id });
  expect(failed.ok).toBe(false);
  expect(failed.layers.map((layer) => [layer.layer, layer.state])).toEqual([
    ["reach", "passed"],
    ["authenticate", "failed"],
    ["scopes", "skipped"],
    ["read", "skipped"],
    ["write", "skipped"],
  ]);
  expect(failed.layers[1]).toMatchObject({ kind: "auth_expired", fix: expect.any(String) });
  expect(JSON.stringify(failed)).not.toContain("2468");
  expect(await getIntegrationDetail(now(), IntegrationId.parse(id))).toMatchObject({
    status: "needs_reconnect",
    health: { score: 30, state: "critical" },
  });
  site.password = right;
  await testConnection(ctx, { integrationId: id });
  expect((await detail()).status).toBe("connected");
  const lines = await rows<{ level: string; event: string }>("select level, event from logs order by id");
  expect(lines.map((line) => `${line.level} ${line.event}`)).toEqual([
    "info integration.connected",
    "info integration.tested",
    "error integration.needs_reconnect",
    "warn integration.tested",
    "info integration.connected",
    "info integration.tested",
  ]);
});

test("two connects of the same account at once leave one integration and one plain refusal", async () => {
  const other = await makeOwner("Other workspace");
  const credentials = { siteUrl: site.url, username: site.user, appPassword: site.password };
  const both = await Promise.allSettled(
    [1, 2].map(() => createIntegration(other, { connector: "wordpress", credentials })),
  );
  const refused = both.filter((one) => one.status === "rejected");
  expect(refused).toHaveLength(1);
  expect(refused[0]?.reason).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("already connected"),
  });
  expect((await listIntegrations(other)).data).toHaveLength(1);
});

test("a platform that is away is no reason to disconnect", async () => {
  await noteFailure(ctx, IntegrationId.parse(id), new ProviderFailure("provider_down", "Away."));
  expect((await detail()).status).toBe("connected");
  await noteFailure(ctx, IntegrationId.parse(id), new ProviderFailure("auth_expired", "Refused."));
  await noteFailure(ctx, IntegrationId.parse(id), new ProviderFailure("auth_expired", "Refused."));
  expect(await detail()).toMatchObject({ status: "needs_reconnect", statusReason: "Refused." });
});

test("every call is logged without its query, and counted against the limits", async () => {
  await updateIntegration(ctx, { integrationId: id, settings: { rateLimits: { requestsPerMinute: 13 } } });
  const { connector, connection } = await openConnection(ctx, IntegrationId.parse(id), {
    use: "interactive",
  });
  const pull = () => connector.objects[0]?.pull(connection, { position: null, since: null, pageSize: 10 });
  await pull();
  const failures: unknown[] = [];
  for (let n = 0; n < 6; n += 1) await pull()?.catch((error: unknown) => failures.push(error));
  expect(failures.length).toBeGreaterThan(0);
  expect(failures[0]).toMatchObject({
    kind: "rate_limited",
    message: expect.stringContaining("13 calls per minute"),
  });
  await flushCalls();
  const calls = await rows<{ path: string; status: number; host: string; operation: string }>(
    "select * from calls",
  );
  expect(calls.length).toBe(13);
  expect(calls.every((call) => !call.path.includes("?") && call.host === new URL(site.url).host)).toBe(true);
  expect(calls.map((call) => call.operation)).toContain("posts.list");
  const card = (await listIntegrations(now())).data[0];
  expect(card).toMatchObject({ callsToday: 13, quota: { window: "minute", limit: 13, used: 13 } });
  expect(await getTraffic(now(), { hours: 1 })).toMatchObject({ calls: 13, failed: 0 });
});

test("lists are filtered, paged without gaps, and never show another workspace's", async () => {
  for (const name of ["Alpha", "Beta", "Gamma", "100%_sure"]) {
    await createIntegration(ctx, { connector: "hubspot", name });
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIntegrations(ctx, { limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.data.map((card) => card.name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(["100%_sure", "Gamma", "Beta", "Alpha", "WordPress"]);
  const names = async (filter: Parameters<typeof listIntegrations>[1]) =>
    (await listIntegrations(ctx, filter)).data.map((card) => card.name);
  expect(await names({ q: "alp" })).toEqual(["Alpha"]);
  expect(await names({ q: "%_s" })).toEqual(["100%_sure"]);
  expect(await names({ q: "wordpr" })).toEqual(["WordPress"]);
  expect(await names({ status: "connected" })).toEqual(["WordPress"]);
  expect(await names({ category: "CMS" })).toEqual(["WordPress"]);
  expect((await listIntegrations(await makeOwner("Other workspace"))).data).toEqual([]);
});

test("the summary counts the workspace and lists the worst first, with a fix for each", async () => {
  await createIntegration(ctx, { connector: "hubspot" });
  const calm = await getHealthSummary(now());
  expect(calm).toMatchObject({ score: 100, total: 2, counts: { connected: 1, pending: 1 }, attention: [] });
  expect(calm.callsToday).toBeGreaterThan(0);
  await pauseIntegration(ctx, { integrationId: id });
  await noteFailure(ctx, IntegrationId.parse(id), new ProviderFailure("auth_expired", "Refused."));
  const broken = await getHealthSummary(now());
  expect(broken).toMatchObject({ score: 30, state: "critical" });
  expect(broken.attention[0]).toMatchObject({
    integrationId: id,
    severity: "critical",
    fix: { kind: "reconnect" },
  });
});

test("another workspace finds nothing; every verb asks for its right", async () => {
  const verbs = { updateIntegration, pauseIntegration, resumeIntegration, removeIntegration, testConnection };
  const stranger = await makeOwner("Other workspace");
  const viewer = await makeColleague(ctx, "viewer");
  const without = (scope: Scope): Ctx => ({
    ...ctx,
    scopes: new Set([...allScopes].filter((one) => one !== scope)),
  });
  for (const verb of Object.values(verbs)) {
    await expect(verb(stranger, { integrationId: id })).rejects.toMatchObject({ code: "not_found" });
    await expect(verb(viewer, { integrationId: id })).rejects.toMatchObject({ code: "forbidden" });
  }
  const blind = without("integration:read");
  await expect(listIntegrations(blind)).rejects.toMatchObject({ code: "forbidden" });
  await expect(getHealthSummary(blind)).rejects.toMatchObject({ code: "forbidden" });
  await expect(getIntegrationDetail(stranger, IntegrationId.parse(id))).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a removed integration is gone from every list, keeps its history, and its account may come back", async () => {
  await removeIntegration(ctx, { integrationId: id });
  const { rows: windows } = await appPool().query(
    "select * from gate.quota_windows where strpos(bucket, $1) > 0",
    [IntegrationId.parse(id)],
  );
  expect(windows).toEqual([]);
  expect((await listIntegrations(ctx)).data).toEqual([]);
  await expect(removeIntegration(ctx, { integrationId: id })).rejects.toMatchObject({ code: "not_found" });
  expect(await rows("select * from credentials")).toEqual([]);
  expect(await rows("select status from integrations")).toEqual([{ status: "disconnected" }]);
  const credentials = { siteUrl: site.url, username: site.user, appPassword: site.password };
  await createIntegration(ctx, { connector: "wordpress", credentials });
});
