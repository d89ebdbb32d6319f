import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { sha256 } from "@/lib/crypto/hash";
import { appPool } from "@/lib/db/client";
import { withWorkspace } from "@/lib/db/transaction";
import { testDatabase } from "@/lib/testing/database";
import { type LocalHubspot, startLocalHubspot } from "@/lib/testing/local-platforms";
import { makeColleague, makeOwner } from "@/lib/testing/people";
import { createIntegration } from "./create-integration";
import { getIntegrationDetail } from "./data-detail";
import { finishOauth } from "./finish-oauth";
import { removeIntegration } from "./remove-integration";
import { IntegrationId } from "./schema";
import { startOauth } from "./start-oauth";

testDatabase();
let hubspot: LocalHubspot;
let ctx: Ctx;
let id: string;

beforeAll(async () => {
  hubspot = await startLocalHubspot();
});
afterAll(() => hubspot.stop());
beforeEach(async () => {
  ctx = await makeOwner();
  Object.assign(hubspot, { grants: [], tokenFaults: [], portalId: 62_515, revoked: [] });
  hubspot.scopes = ["oauth", "crm.objects.contacts.read", "crm.objects.companies.read"];
  id = (await createIntegration(ctx, { connector: "hubspot" })).id;
});

const detail = () => getIntegrationDetail(ctx, IntegrationId.parse(id));

async function begin(returnTo?: string, who: Ctx = ctx): Promise<URL> {
  const { authorizationUrl } = await startOauth(who, { integrationId: id, returnTo });
  return new URL(authorizationUrl);
}

function comeBack(
  url: URL,
  change: { visitor?: Ctx | null; provider?: string; now?: Date; query?: Record<string, string> } = {},
) {
  const query = new URLSearchParams({
    code: "one-time-code",
    state: url.searchParams.get("state") ?? "",
    ...change.query,
  });
  const visitor = change.visitor === undefined ? ctx : change.visitor;
  return finishOauth({
    provider: change.provider ?? "hubspot",
    query,
    visitor,
    now: change.now ?? new Date(),
  });
}

test("the consent address carries state, PKCE, exact redirect and scopes; the code becomes a connection", async () => {
  const url = await begin("/integrations/add/hubspot?step=2");
  expect(`${url.origin}${url.pathname}`).toBe(`${hubspot.url}/hubspot/app/oauth/authorize`);
  const redirectUri = url.searchParams.get("redirect_uri");
  expect(redirectUri).toBe("http://127.0.0.1:3000/api/oauth/hubspot/callback");
  expect(url.searchParams.get("code_challenge_method")).toBe("S256");
  const state = url.searchParams.get("state") ?? "";
  expect(Buffer.from(state, "base64url")).toHaveLength(32);
  const { rows } = await appPool().query("select * from gate.oauth_states where integration_id = $1", [
    IntegrationId.parse(id),
  ]);
  expect(rows[0].state_hash).toEqual(sha256(state));
  expect(JSON.stringify(rows)).not.toContain(state);
  const result = await comeBack(url);
  expect(result).toEqual({
    outcome: "ok",
    integrationId: id,
    message: "HubSpot · portal 62515 is connected.",
    returnTo: "/integrations/add/hubspot?step=2",
  });
  const [grant] = hubspot.grants;
  expect(grant?.get("redirect_uri")).toBe(redirectUri);
  expect(sha256(grant?.get("code_verifier") ?? "").toString("base64url")).toBe(
    url.searchParams.get("code_challenge"),
  );
  expect(await detail()).toMatchObject({
    status: "connected",
    accountLabel: "HubSpot · portal 62515",
    secretsStored: true,
    lastTest: { ok: true },
  });
  expect((await detail()).scopes).toContainEqual(
    expect.objectContaining({ name: "crm.objects.deals.read", granted: false }),
  );
  const events = await withWorkspace(ctx, (tx) =>
    tx.client.query("select action from audit_entries where subject_id = $1 order by id", [
      IntegrationId.parse(id),
    ]),
  );
  expect(events.rows.map((row) => row.action)).toEqual([
    "integration.created",
    "integration.sign_in_started",
    "integration.connected",
  ]);
});

test("a state is good once", async () => {
  const url = await begin();
  const both = await Promise.all([comeBack(url), comeBack(url)]);
  expect(both.map((result) => result.outcome).sort()).toEqual(["ok", "replayed"]);
  expect(await comeBack(url)).toMatchObject({ outcome: "replayed", integrationId: id });
  expect(hubspot.grants).toHaveLength(1);
});

test("a forged, missing, late or foreign state connects nothing and says which it was", async () => {
  const url = await begin();
  expect((await comeBack(url, { query: { state: "A".repeat(43) } })).outcome).toBe("forged");
  expect((await comeBack(url, { query: { state: "" } })).outcome).toBe("forged");
  expect((await comeBack(url, { query: { state: "x".repeat(100_000) } })).outcome).toBe("forged");
  expect((await comeBack(url, { provider: "wordpress" })).outcome).toBe("forged");
  const late = new Date(Date.now() + 10 * 60_000 + 1000);
  expect((await comeBack(url, { now: late })).outcome).toBe("expired");
  expect(hubspot.grants).toHaveLength(0);
  expect((await detail()).status).toBe("pending");
});

test("only the session that began it may end it, and others learn nothing about it", async () => {
  const url = await begin();
  const colleague = await makeColleague(ctx, "editor");
  const stranger = await makeOwner("Other workspace");
  for (const visitor of [colleague, stranger, null]) {
    expect(await comeBack(url, { visitor })).toMatchObject({
      outcome: "other_session",
      integrationId: null,
      returnTo: null,
    });
  }
  expect((await comeBack(url)).outcome).toBe("ok");
});

test("an address of another site is not come back to", async () => {
  expect((await comeBack(await begin("https://evil.example.com/"))).returnTo).toBeNull();
  expect((await comeBack(await begin("//evil.example.com"))).returnTo).toBeNull();
});

test("declined, refused by the platform, and a broken token endpoint each end in their own face", async () => {
  const denied = await comeBack(await begin("/integrations"), {
    query: { code: "", error: "access_denied" },
  });
  expect(denied).toMatchObject({ outcome: "denied", integrationId: id, returnTo: "/integrations" });
  hubspot.tokenFaults = [
    {
      status: 400,
      body: JSON.stringify({ error: "invalid_grant", error_description: "bad code one-time-code" }),
    },
  ];
  const refused = await comeBack(await begin());
  expect(refused.outcome).toBe("failed");
  expect(refused.message).not.toContain("one-time-code");
  hubspot.tokenFaults = [{ status: 500, body: "<html>half a page" }];
  expect(await comeBack(await begin())).toMatchObject({ outcome: "failed" });
  expect((await detail()).status).toBe("pending");
});

test("without a needed permission nothing is connected, in plain words", async () => {
  hubspot.scopes = ["oauth"];
  const result = await comeBack(await begin());
  expect(result).toMatchObject({
    outcome: "missing_scope",
    message: expect.stringContaining("read contacts"),
  });
  expect((await detail()).status).toBe("pending");
});

test("reconnecting keeps the id and refuses another account", async () => {
  await comeBack(await begin());
  hubspot.portalId = 777;
  const wrong = await comeBack(await begin());
  expect(wrong).toMatchObject({ outcome: "wrong_account", message: expect.stringContaining("portal 62515") });
  expect((await detail()).accountLabel).toBe("HubSpot · portal 62515");
  hubspot.portalId = 62_515;
  expect(await comeBack(await begin())).toMatchObject({ outcome: "ok", integrationId: id });
});

test("one begun by an API key can be ended in any browser; a viewer cannot begin one", async () => {
  const key: Ctx = { ...ctx, actor: { kind: "apiKey", apiKeyId: IntegrationId.parse(id) } };
  expect((await comeBack(await begin(undefined, key), { visitor: null })).outcome).toBe("ok");
  const viewer = await makeColleague(ctx, "viewer");
  await expect(startOauth(viewer, { integrationId: id })).rejects.toMatchObject({ code: "forbidden" });
  const stranger = await makeOwner("Other workspace");
  await expect(startOauth(stranger, { integrationId: id })).rejects.toMatchObject({ code: "not_found" });
});

test("a person who lost the right meanwhile does not connect", async () => {
  const url = await begin();
  const demoted: Ctx = { ...ctx, scopes: new Set(["integration:read"]) };
  expect(await comeBack(url, { visitor: demoted })).toMatchObject({ outcome: "failed" });
  expect(hubspot.grants).toHaveLength(0);
});

test("an installation without app credentials says what the operator has to do", async () => {
  const secret = process.env.HUBSPOT_CLIENT_SECRET;
  delete process.env.HUBSPOT_CLIENT_SECRET;
  const refused = startOauth(ctx, { integrationId: id });
  await expect(refused).rejects.toMatchObject({
    code: "unprocessable",
    fix: expect.stringContaining("HUBSPOT_CLIENT_ID"),
  });
  process.env.HUBSPOT_CLIENT_SECRET = secret;
});

test("removing revokes at the platform, shreds the credentials and frees the account", async () => {
  await comeBack(await begin());
  await removeIntegration(ctx, { integrationId: id });
  expect(hubspot.revoked).toHaveLength(1);
  await expect(detail()).rejects.toMatchObject({ code: "not_found" });
  const left = await withWorkspace(ctx, (tx) => tx.client.query("select * from credentials"));
  expect(left.rows).toEqual([]);
  id = (await createIntegration(ctx, { connector: "hubspot" })).id;
  expect((await comeBack(await begin())).outcome).toBe("ok");
});
