import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { withSystem, withWorkspace } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import { startProcess } from "@/lib/testing/crash-process";
import { testDatabase } from "@/lib/testing/database";
import { type LocalHubspot, startLocalHubspot } from "@/lib/testing/local-platforms";
import { makeOwner } from "@/lib/testing/people";
import { makeIntegration } from "@/lib/testing/tenants";
import { getIntegrationOrThrow } from "../integration/data";
import { openConnection } from "../integration/open-connection";
import { freshToken } from "./fresh-token";
import type { OauthSecrets } from "./policy";
import { refreshDue } from "./refresh-due";
import { openSecrets, readCredential, sealSecrets, storeCredential } from "./secrets";

testDatabase();
let hubspot: LocalHubspot;
let ctx: Ctx;
let integrationId: string;

beforeAll(async () => {
  hubspot = await startLocalHubspot();
});
afterAll(() => hubspot.stop());
beforeEach(async () => {
  ctx = await makeOwner();
  Object.assign(hubspot, { grants: [], tokenFaults: [], calls: 0 });
  hubspot.valid.clear();
  integrationId = (await makeIntegration(ctx, { connector: "hubspot", externalAccountId: "62515" })).id;
  await store({ expiresInS: -5 });
});

async function store(options: { expiresInS: number; refreshToken?: string | null }): Promise<void> {
  const secrets: OauthSecrets = {
    kind: "oauth",
    accessToken: "old-access-token",
    refreshToken: options.refreshToken === undefined ? "old-refresh-token" : options.refreshToken,
    scopes: ["oauth"],
    expiresAt: new Date(Date.now() + options.expiresInS * 1000).toISOString(),
  };
  const sealed = await sealSecrets(ctx, integrationId, secrets);
  await withWorkspace(ctx, (tx) => storeCredential(tx, ctx, integrationId, secrets, sealed));
}

async function stored(): Promise<OauthSecrets> {
  const row = await withWorkspace(ctx, (tx) => readCredential(tx, integrationId));
  const secrets = row ? await openSecrets(ctx, row) : null;
  if (secrets?.kind !== "oauth") throw new Error("no token is stored");
  return secrets;
}

const status = async () => (await getIntegrationOrThrow(ctx, integrationId)).status;

function startCallers(count: number) {
  return startProcess("lib/testing/token-callers.ts", {
    CALLERS_WORKSPACE: ctx.workspaceId,
    CALLERS_INTEGRATION: integrationId,
    CALLERS: String(count),
  });
}

test("R06 exactly one refresh for 100 callers in two processes with an expired token", async () => {
  hubspot.tokenFaults = [{ status: 200, body: "", delayMs: 500 }];
  const processes = await Promise.all([startCallers(50), startCallers(50)]);
  expect(await Promise.all(processes.map((one) => one.gone))).toEqual([0, 0]);
  const tokens = processes.flatMap(
    (one) => JSON.parse(/^tokens (.*)$/m.exec(one.text())?.[1] ?? "[]") as string[],
  );
  expect(tokens).toHaveLength(100);
  expect([...new Set(tokens)]).toEqual([(await stored()).accessToken]);
  expect(hubspot.grants).toHaveLength(1);
  expect(hubspot.grants[0]?.get("refresh_token")).toBe("old-refresh-token");
});

test("R06 a holder killed between the platform's answer and our commit is replaced once its lease is over", async () => {
  hubspot.tokenFaults = [{ status: 200, body: "", delayMs: 3000 }];
  const holder = await startCallers(1);
  await expect.poll(() => hubspot.grants.length, { timeout: 20_000 }).toBe(1);
  holder.signal("SIGKILL");
  await holder.gone;
  const next = freshToken(ctx, integrationId);
  await withWorkspace(ctx, (tx) => tx.client.query("update credentials set lease_until = clock_timestamp()"));
  expect((await next).accessToken).toBe((await stored()).accessToken);
  expect(hubspot.grants).toHaveLength(2);
  const lease = await withWorkspace(ctx, (tx) =>
    tx.client.query("select lease_token, version from credentials"),
  );
  expect(lease.rows).toEqual([{ lease_token: null, version: 2 }]);
});

test("callers whose calls are answered 401 share one refresh, and every call succeeds", async () => {
  await store({ expiresInS: 3000 });
  const opened = await Promise.all(
    Array.from({ length: 10 }, () => openConnection(ctx, integrationId, { use: "interactive" })),
  );
  const accounts = await Promise.all(
    opened.flatMap(({ connector, connection }) => [
      connector.identify(connection),
      connector.identify(connection),
    ]),
  );
  expect(accounts.every((account) => account.id === "62515")).toBe(true);
  expect(hubspot.grants).toHaveLength(1);
});

test("a token that is due but still valid is used by all but the one who renews", async () => {
  await store({ expiresInS: 3000 });
  await withWorkspace(ctx, (tx) => tx.client.query("update credentials set refresh_after = now()"));
  hubspot.tokenFaults = [{ status: 200, body: "", delayMs: 300 }];
  const tokens = await Promise.all(
    Array.from({ length: 20 }, async () => (await freshToken(ctx, integrationId)).accessToken),
  );
  expect(hubspot.grants).toHaveLength(1);
  expect(tokens.filter((token) => token === "old-access-token").length).toBeGreaterThan(0);
  expect((await stored()).accessToken).not.toBe("old-access-token");
});

test("an answer without a refresh token keeps the one we have", async () => {
  const answer = { access_token: "only-access", token_type: "bearer", expires_in: 1800 };
  hubspot.tokenFaults = [{ status: 201, body: JSON.stringify(answer) }];
  await freshToken(ctx, integrationId);
  expect(await stored()).toMatchObject({ accessToken: "only-access", refreshToken: "old-refresh-token" });
});

test("a revoked grant asks to reconnect, with the reason, and no caller tries again", async () => {
  const body = JSON.stringify({ error: "invalid_grant", status: "BAD_REFRESH_TOKEN", message: "gone" });
  hubspot.tokenFaults = [{ status: 400, body }];
  await expect(freshToken(ctx, integrationId)).rejects.toMatchObject({ kind: "auth_expired" });
  const integration = await getIntegrationOrThrow(ctx, integrationId);
  expect(integration).toMatchObject({
    status: "needs_reconnect",
    statusReason: expect.stringContaining("revoked or has expired"),
  });
  await expect(openConnection(ctx, integrationId, { use: "sync" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(hubspot.grants).toHaveLength(1);
});

test("trouble on the way never disconnects: the next caller renews", async () => {
  hubspot.tokenFaults = [{ status: 503, body: "<html>down</html>" }];
  await expect(freshToken(ctx, integrationId)).rejects.toMatchObject({ kind: "provider_down" });
  expect(await status()).toBe("connected");
  await freshToken(ctx, integrationId);
  expect(hubspot.grants).toHaveLength(2);
});

test("refusals on four distinct days ask to reconnect, not four on one day", async () => {
  const refuse = () => {
    hubspot.tokenFaults = [{ status: 400, body: JSON.stringify({ error: "invalid_request" }) }];
    return expect(freshToken(ctx, integrationId)).rejects.toThrow();
  };
  for (let n = 0; n < 4; n += 1) await refuse();
  expect(await status()).toBe("connected");
  await withWorkspace(ctx, (tx) =>
    tx.client.query(
      "update credentials set refresh_failed_days = array['2026-01-01','2026-01-02','2026-01-03']",
    ),
  );
  await refuse();
  expect(await status()).toBe("needs_reconnect");
});

test("a holder that died is replaced after its lease; a late one does not overwrite", async () => {
  await withWorkspace(ctx, (tx) =>
    tx.client.query(
      "update credentials set lease_token = $1, lease_until = clock_timestamp() + interval '1 second'",
      [newId()],
    ),
  );
  const { accessToken } = await freshToken(ctx, integrationId);
  expect(hubspot.grants).toHaveLength(1);
  expect((await stored()).accessToken).toBe(accessToken);
  await store({ expiresInS: -5 });
  hubspot.tokenFaults = [{ status: 200, body: "", delayMs: 400 }];
  const late = freshToken(ctx, integrationId);
  await expect.poll(() => hubspot.grants.length).toBe(2);
  await store({ expiresInS: 9000, refreshToken: "reconnected" });
  await late;
  expect(await stored()).toMatchObject({ accessToken: "old-access-token", refreshToken: "reconnected" });
});

test("the sweep renews what is due, paused ones too, and leaves the dead alone", async () => {
  const now = new Date(Date.now() + 60_000);
  await withSystem((tx) => tx.client.query("delete from credentials"));
  await withWorkspace(ctx, (tx) => tx.client.query("update integrations set status = 'paused'"));
  await store({ expiresInS: 3600 });
  expect((await refreshDue(now)).due).toBe(0);
  await store({ expiresInS: 600 });
  expect(await refreshDue(new Date(Date.now() + 590_000))).toEqual({ due: 1, renewed: 1, failed: 0 });
  expect(hubspot.grants).toHaveLength(1);
  await store({ expiresInS: -5 });
  await withSystem((tx) => tx.client.query("update integrations set status = 'needs_reconnect'"));
  expect((await refreshDue(now)).due).toBe(0);
});

test("credentials that do not open ask to be entered again, and the app goes on", async () => {
  await withWorkspace(ctx, (tx) => tx.client.query("update credentials set sealed = reverse(sealed)"));
  await expect(openConnection(ctx, integrationId, { use: "sync" })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("enter them again"),
  });
  expect(await status()).toBe("needs_reconnect");
});

test("no secret is in a failure, a log line of the call or the history", async () => {
  hubspot.tokenFaults = [
    {
      status: 400,
      body: JSON.stringify({
        error: "invalid_grant",
        error_description: "token old-refresh-token is bad, test-hubspot-client-secret",
      }),
    },
  ];
  const error = await freshToken(ctx, integrationId).catch((cause: unknown) => cause);
  const text = error instanceof Error ? `${error.message} ${error.stack}` : "";
  expect(text).toContain("reconnect");
  const rows = await withWorkspace(ctx, (tx) =>
    tx.client.query(
      "select json_agg(i)::text || (select json_agg(s)::text from integration_status_changes s) as text from integrations i",
    ),
  );
  for (const secret of ["old-refresh-token", "old-access-token", "test-hubspot-client-secret"]) {
    expect(text).not.toContain(secret);
    expect(rows.rows[0].text).not.toContain(secret);
  }
});
