import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import type { JsonValue, PullPage } from "@/lib/connectors/kit/connector";
import { withWorkspace } from "@/lib/db/transaction";
import { resetEnv } from "@/lib/env";
import { testDatabase } from "@/lib/testing/database";
import { startLocalWordpress } from "@/lib/testing/local-platforms";
import { makeOwner } from "@/lib/testing/people";
import {
  agreeOnConsentPage,
  type SandboxProcess,
  sandboxHubspotApp,
  sandboxWordpress,
  startSandboxProcess,
} from "@/lib/testing/sandbox";
import { createIntegration } from "./create-integration";
import { getIntegrationDetail } from "./data-detail";
import { listIntegrations } from "./data-list";
import { finishOauth } from "./finish-oauth";
import { openConnection } from "./open-connection";
import { IntegrationId } from "./schema";
import { startOauth } from "./start-oauth";
import { testConnection } from "./test-connection";
import { updateIntegration } from "./update-integration";

testDatabase();
let sandbox: SandboxProcess;
let ctx: Ctx;

beforeAll(async () => {
  sandbox = await startSandboxProcess({ contacts: 700 });
  process.env.CONNECTUS_SANDBOX_URL = sandbox.url;
  process.env.CONNECTUS_BASE_URL_HUBSPOT = sandbox.hubspotBase;
  process.env.CONNECTUS_ALLOW_HOSTS = sandbox.allowHosts.join(",");
  process.env.HUBSPOT_CLIENT_ID = sandboxHubspotApp.clientId;
  process.env.HUBSPOT_CLIENT_SECRET = sandboxHubspotApp.clientSecret;
  resetEnv();
  ctx = await makeOwner();
});
afterAll(() => sandbox.stop());

async function visit(id: string, decision?: string) {
  const { authorizationUrl } = await startOauth(ctx, { integrationId: id });
  const back = await agreeOnConsentPage(authorizationUrl, decision);
  const provider = back.pathname.split("/")[3] ?? "";
  return finishOauth({ provider, query: back.searchParams, visitor: ctx, now: new Date() });
}

test("HubSpot: consent page, tokens, an expired token renewed once on the way, every contact read", async () => {
  const { id } = await createIntegration(ctx, { connector: "hubspot" });
  expect(await visit(id, "deny")).toMatchObject({ outcome: "denied" });
  expect(await visit(id)).toMatchObject({ outcome: "ok", integrationId: id });
  const detail = await getIntegrationDetail(ctx, IntegrationId.parse(id));
  expect(detail).toMatchObject({ status: "connected", isSandbox: true, lastTest: { ok: true } });
  expect(detail.scopes.every((scope) => scope.granted)).toBe(true);
  await withWorkspace(ctx, (tx) =>
    tx.client.query("update credentials set refresh_after = now() - interval '1 minute', expires_at = now()"),
  );
  const { connector, connection } = await openConnection(ctx, IntegrationId.parse(id), { use: "sync" });
  const contacts = connector.objects.find((object) => object.name === "contacts");
  const seen = new Set<string>();
  let position: JsonValue = null;
  do {
    const page: PullPage | undefined = await contacts?.pull(connection, {
      position,
      since: null,
      pageSize: 100,
    });
    for (const record of page?.records ?? []) seen.add(record.externalId);
    position = page?.next ?? null;
  } while (position !== null);
  expect(seen.size).toBe(700);
  const { rows } = await withWorkspace(ctx, (tx) => tx.client.query("select version from credentials"));
  expect(rows).toEqual([{ version: 2 }]);
  expect(await testConnection(ctx, { integrationId: id })).toMatchObject({ ok: true });
});

test("WordPress: the application password of the sandbox connects, another one does not", async () => {
  const credentials = { siteUrl: sandbox.wordpressUrl, ...sandboxWordpress };
  const wrong = { ...credentials, appPassword: "aaaa AAAA aaaa AAAA aaaa AAAA" };
  await expect(createIntegration(ctx, { connector: "wordpress", credentials: wrong })).rejects.toMatchObject({
    code: "unprocessable",
    fields: { appPassword: expect.any(String) },
  });
  const { id } = await createIntegration(ctx, { connector: "wordpress", credentials });
  const detail = await getIntegrationDetail(ctx, IntegrationId.parse(id));
  expect(detail).toMatchObject({ status: "connected", isSandbox: true, lastTest: { ok: true } });
});

test("WordPress: with only the address, the site's own page makes the password and brings it back", async () => {
  const site = await startLocalWordpress();
  const none = await createIntegration(ctx, { connector: "wordpress", config: { siteUrl: site.url } });
  await expect(startOauth(ctx, { integrationId: none.id })).rejects.toMatchObject({
    code: "unprocessable",
    fields: { appPassword: expect.any(String) },
  });
  await site.stop();
  const owner = await makeOwner("Another workspace");
  const visitOf = async (id: string, decision: string) => {
    const { authorizationUrl } = await startOauth(owner, { integrationId: id, returnTo: "/integrations" });
    const { searchParams } = await agreeOnConsentPage(authorizationUrl, decision, { user: "demo" });
    return finishOauth({ provider: "wordpress", query: searchParams, visitor: owner, now: new Date() });
  };
  const config = { siteUrl: sandbox.wordpressUrl };
  const { id } = await createIntegration(owner, { connector: "wordpress", config });
  expect(await visitOf(id, "reject")).toMatchObject({ outcome: "denied", returnTo: "/integrations" });
  expect(await visitOf(id, "approve")).toMatchObject({ outcome: "ok", integrationId: id });
  const detail = await getIntegrationDetail(owner, IntegrationId.parse(id));
  expect(detail).toMatchObject({ status: "connected", config: { username: "demo" }, lastTest: { ok: true } });
});

test("R08 the platform's own limit is never met while we pace, also with generous settings", async () => {
  const { data } = await listIntegrations(ctx, { connector: "hubspot" });
  const id = data[0]?.id ?? "";
  const generous = {
    requestsPerMinute: 100_000,
    requestsPerHour: 100_000,
    requestsPerDay: 100_000,
    burstLimit: 1000,
  };
  await updateIntegration(ctx, { integrationId: id, settings: { rateLimits: generous } });
  const { connection } = await openConnection(ctx, IntegrationId.parse(id), { use: "interactive" });
  const url = `${connection.origins.api}/account-info/v3/details`;
  const answers = await Promise.allSettled(
    Array.from({ length: 130 }, () => connection.http.call({ operation: "account.get", method: "GET", url })),
  );
  const refused = answers.filter((one) => one.status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  for (const one of refused) expect(one.reason).toMatchObject({ kind: "rate_limited", status: undefined });
  const { rows } = await withWorkspace(ctx, (tx) =>
    tx.client.query("select count(*)::int as n from calls where status = 429"),
  );
  expect(rows).toEqual([{ n: 0 }]);
});
