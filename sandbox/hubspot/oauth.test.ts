import { createHash, randomBytes } from "node:crypto";
import { Client } from "@hubspot/api-client";
import { expect, test } from "vitest";
import { toDict } from "../kit/json";
import { ask, fields, testSandbox } from "../testing/ask";
import { connect, demoClient, exchange, redirectUri } from "./testing";

const sandbox = testSandbox();
const api = () => `${sandbox.url}/hubspot/api`;
const authorize = () => `${sandbox.url}/hubspot/app/oauth/authorize`;
const consent = {
  client_id: demoClient.client_id,
  redirect_uri: redirectUri,
  scope: "oauth crm.objects.contacts.read",
  state: "s p=1&x",
};
const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` });
const account = (token: unknown) => ask(`${api()}/account-info/v3/details`, { headers: bearer(token) });
const setting = (values: Record<string, unknown>) =>
  ask(`${sandbox.url}/panel/settings/hubspot`, { method: "PUT", json: values });

test("a person sees the scopes, picks an account, and the app gets a code with its state untouched", async () => {
  const page = await ask(`${authorize()}?${new URLSearchParams(consent)}`);
  expect(page.status).toBe(200);
  for (const text of ["Demo Portal North", "Demo Portal South", "Read contacts", "Allow", "Deny"])
    expect(page.text).toContain(text);
  const allowed = await ask(authorize(), { form: { ...consent, portal: "48200002", decision: "allow" } });
  const back = new URL(allowed.headers.get("location") ?? "");
  expect([allowed.status, back.searchParams.get("state")]).toEqual([302, "s p=1&x"]);
  const tokens = fields(await exchange(sandbox.url, { code: back.searchParams.get("code") ?? "" }));
  expect(tokens).toMatchObject({
    token_type: "bearer",
    token_use: "access_token",
    expires_in: 1800,
    hub_id: 48_200_002,
    scopes: ["oauth", "crm.objects.contacts.read"],
  });
  expect(fields(await account(tokens.access_token)).portalId).toBe(48_200_002);
});

test("denying leads back with an error; unknown apps, addresses and scopes lead nowhere", async () => {
  const denied = await ask(authorize(), { form: { ...consent, portal: "48200001", decision: "deny" } });
  const back = new URL(denied.headers.get("location") ?? "");
  expect([back.searchParams.get("error"), back.searchParams.get("state")]).toEqual([
    "access_denied",
    "s p=1&x",
  ]);
  const wrong = [
    { client_id: "somebody-else" },
    { redirect_uri: "https://evil.example.test/back" },
    { scope: "crm.objects.everything" },
    { scope: "" },
  ];
  for (const change of wrong) {
    const answer = await ask(`${authorize()}?${new URLSearchParams({ ...consent, ...change })}`);
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
  }
  await setting({ redirectUris: ["https://app.example.test/back"] });
  const registered = { ...consent, redirect_uri: "https://app.example.test/back" };
  expect((await ask(`${authorize()}?${new URLSearchParams(registered)}`)).status).toBe(200);
});

test("a code works once, only with its own redirect, secret and verifier", async () => {
  const verifier = randomBytes(32).toString("base64url");
  const pkce = {
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
  const code = async () => {
    const answer = await ask(authorize(), {
      form: { ...consent, ...pkce, portal: "48200001", decision: "allow" },
    });
    return new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
  };
  const status = async (form: Record<string, string>) => {
    const answer = await exchange(sandbox.url, { code: await code(), ...form });
    return [answer.status, fields(answer).status];
  };
  expect(await status({ client_id: "x" })).toEqual([400, "BAD_CLIENT_ID"]);
  expect(await status({ client_secret: "x" })).toEqual([400, "BAD_CLIENT_SECRET"]);
  expect(await status({ redirect_uri: "http://127.0.0.1:9/" })).toEqual([400, "BAD_REDIRECT_URI"]);
  expect(await status({ code_verifier: "wrong" })).toEqual([400, "BAD_CODE_VERIFIER"]);
  const once = await code();
  expect((await exchange(sandbox.url, { code: once, code_verifier: verifier })).status).toBe(200);
  const twice = await exchange(sandbox.url, { code: once, code_verifier: verifier });
  expect(fields(twice)).toMatchObject({ error: "invalid_grant", status: "BAD_AUTH_CODE" });
});

test("an access token ends after its time; the refresh token gives a new one", async () => {
  const tokens = await connect(sandbox.url);
  sandbox.clock.offsetMs = 1_807_000;
  const late = await account(tokens.access_token);
  expect([late.status, fields(late).category]).toEqual([401, "EXPIRED_AUTHENTICATION"]);
  expect(fields(late).message).toMatch(/expired \d+ second\(s\) ago/);
  const form = { grant_type: "refresh_token", refresh_token: String(tokens.refresh_token) };
  const renewed = fields(await exchange(sandbox.url, form));
  expect(renewed.refresh_token).toBe(tokens.refresh_token);
  expect((await account(renewed.access_token)).status).toBe(200);
  sandbox.clock.offsetMs = 0;
  await setting({ rotateRefreshTokens: true });
  const rotated = fields(await exchange(sandbox.url, form));
  expect(rotated.refresh_token).not.toBe(tokens.refresh_token);
  const old = await exchange(sandbox.url, form);
  expect(fields(old)).toEqual({
    error: "invalid_grant",
    error_description: "refresh token is invalid, expired or revoked",
    status: "BAD_REFRESH_TOKEN",
    message: "missing or invalid refresh token",
  });
  await setting({ rotateRefreshTokens: false });
});

test("the official client renews, looks up and revokes tokens; access lives on until it expires", async () => {
  const tokens = await connect(sandbox.url);
  const client = new Client({ basePath: api() });
  const { client_id, client_secret } = demoClient;
  const refresh = String(tokens.refresh_token);
  const renewed = await client.oauth.tokensApi.create(
    "refresh_token",
    undefined,
    undefined,
    client_id,
    client_secret,
    refresh,
  );
  expect([renewed.tokenType, renewed.expiresIn]).toEqual(["bearer", 1800]);
  const info = await client.oauth.accessTokensApi.get(renewed.accessToken);
  expect([info.hubId, info.appId, info.scopes]).toEqual([48_200_001, 4_200_001, tokens.scopes]);
  expect((await client.oauth.refreshTokensApi.get(refresh)).clientId).toBe(client_id);
  await client.oauth.refreshTokensApi.archive(refresh);
  await expect(client.oauth.refreshTokensApi.get(refresh)).rejects.toMatchObject({ code: 404 });
  expect((await account(renewed.accessToken)).status).toBe(200);
  const introspected = await ask(`${api()}/oauth/v3/token/introspect`, {
    form: { ...demoClient, token: renewed.accessToken },
  });
  expect(fields(introspected)).toMatchObject({ active: true, hub_id: 48_200_001 });
});

test("the panel expires tokens and withdraws consent; then only a new consent helps", async () => {
  const tokens = await connect(sandbox.url);
  const press = (action: string) => ask(`${sandbox.url}/panel/hubspot/${action}`, { method: "POST" });
  await press("expire-tokens");
  expect(fields(await account(tokens.access_token)).category).toBe("EXPIRED_AUTHENTICATION");
  const form = { grant_type: "refresh_token", refresh_token: String(tokens.refresh_token) };
  const renewed = fields(await exchange(sandbox.url, form));
  await press("revoke-consent");
  expect(fields(await account(renewed.access_token)).category).toBe("INVALID_AUTHENTICATION");
  expect(fields(await exchange(sandbox.url, form)).status).toBe("BAD_REFRESH_TOKEN");
  expect((await account((await connect(sandbox.url)).access_token)).status).toBe(200);
});

test("scopes are enforced and named; private app tokens have them all; nonsense never reaches HubSpot", async () => {
  const tokens = await connect(sandbox.url, "oauth crm.objects.contacts.read");
  const refused = await ask(`${api()}/crm/v3/objects/contacts`, {
    headers: bearer(tokens.access_token),
    json: { properties: { email: "a@example.com" } },
  });
  expect([refused.status, fields(refused).category]).toEqual([403, "MISSING_SCOPES"]);
  expect(toDict(refused.body).errors).toEqual([
    {
      message: "One or more of the following scopes are required.",
      context: { requiredGranularScopes: ["crm.objects.contacts.write"] },
    },
  ]);
  expect(fields(await account("pat-demo-south-1")).portalId).toBe(48_200_002);
  const unknown = await account("CAnobody");
  expect([unknown.status, fields(unknown).category]).toEqual([401, "INVALID_AUTHENTICATION"]);
  expect((await account("not a token")).status).toBe(530);
});
