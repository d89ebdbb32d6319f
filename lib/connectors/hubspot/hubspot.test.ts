import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  agreeOnConsentPage,
  type SandboxProcess,
  sandboxHubspotApp,
  startSandboxProcess,
} from "../../testing/sandbox";
import { bearerAuth } from "../kit/auth";
import { createConnection, resolveOrigins } from "../kit/connection";
import type { Connection, PulledRecord } from "../kit/connector";
import { isProviderFailure, type ProviderFailure } from "../kit/failure";
import type { CallMeter, HttpLimits } from "../kit/meter";
import {
  createOAuthClient,
  newCodeVerifier,
  newOAuthState,
  type OAuthClient,
  type TokenSet,
} from "../kit/oauth";
import { deletedPages, pullPages } from "../kit/paging";
import hubspot from "./index";
import { companies } from "./objects/companies";
import { contacts } from "./objects/contacts";
import { deals } from "./objects/deals";

let sandbox: SandboxProcess;
let tokens: TokenSet;
const meters: CallMeter[] = [];

beforeAll(async () => {
  sandbox = await startSandboxProcess({ contacts: 5200, limiter: false });
  tokens = await signIn();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  meters.length = 0;
  await sandbox.panel("DELETE", "/faults/hubspot");
});

const redirectUri = "http://localhost:3000/api/oauth/hubspot/callback";

function client(app = sandboxHubspotApp): OAuthClient {
  const origins = resolveOrigins(hubspot.manifest, sandbox.hubspotBase);
  return createOAuthClient({
    manifest: hubspot.manifest,
    origins,
    app,
    redirectUri,
    allowHosts: sandbox.allowHosts,
  });
}

async function signIn(): Promise<TokenSet> {
  const [state, codeVerifier] = [newOAuthState(), newCodeVerifier()];
  const back = await agreeOnConsentPage(await client().authorizeUrl({ state, codeVerifier }));
  return client().exchange({ callback: back.searchParams, state, codeVerifier });
}

function open(limits: HttpLimits = { retryBaseMs: 10 }): Connection {
  const refresh = async () => {
    tokens = await client().refresh(tokens);
  };
  return createConnection({
    connector: hubspot,
    config: {},
    auth: bearerAuth(() => tokens.accessToken, refresh),
    baseOverride: sandbox.hubspotBase,
    allowHosts: sandbox.allowHosts,
    limits,
    hooks: { afterCall: (meter) => void meters.push(meter) },
  });
}

async function pullAll(since: string | null, object = contacts, connection = open()) {
  const records: PulledRecord[] = [];
  let highWater: string | undefined;
  let total: number | null = null;
  for await (const page of pullPages(object, connection, { since })) {
    records.push(...page.records);
    highWater = page.highWater;
    total ??= page.total;
  }
  return {
    records,
    total,
    highWater: highWater ?? "",
    ids: new Set(records.map((record) => record.externalId)),
  };
}

async function failure(call: Promise<unknown>): Promise<ProviderFailure> {
  const error = await call.then(
    () => new Error("answered"),
    (reason: unknown) => reason,
  );
  if (isProviderFailure(error)) return error;
  throw error;
}

describe("signing in", () => {
  it("asks with state, PKCE and the exact redirect, and gets tokens with what was granted", async () => {
    const url = new URL(await client().authorizeUrl({ state: "s", codeVerifier: newCodeVerifier() }));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: sandboxHubspotApp.clientId,
      redirect_uri: redirectUri,
      response_type: "code",
      state: "s",
      scope: "oauth crm.objects.contacts.read",
      optional_scope: "crm.objects.companies.read crm.objects.deals.read",
      code_challenge_method: "S256",
    });
    expect(tokens.refreshToken).toBeTruthy();
    expect(tokens.scopes).toEqual(
      expect.arrayContaining(["crm.objects.contacts.read", "crm.objects.deals.read"]),
    );
    expect(Date.parse(tokens.expiresAt ?? "")).toBeGreaterThan(Date.now());
    const account = await hubspot.identify(open());
    expect(account.label).toBe(`HubSpot test account · portal ${account.id}`);
  });

  it("refuses a forged state, a used code, a foreign verifier and a declined consent", async () => {
    const [state, codeVerifier] = [newOAuthState(), newCodeVerifier()];
    const callback = (await agreeOnConsentPage(await client().authorizeUrl({ state, codeVerifier })))
      .searchParams;
    const forged = failure(client().exchange({ callback, state: "another", codeVerifier }));
    expect(await forged).toMatchObject({ kind: "invalid_input" });
    const foreign = await failure(client().exchange({ callback, state, codeVerifier: newCodeVerifier() }));
    expect(foreign).toMatchObject({ kind: "auth_expired" });
    expect(foreign.message).not.toContain(callback.get("code"));
    expect(await failure(client().exchange({ callback, state, codeVerifier }))).toMatchObject({
      kind: "auth_expired",
    });
    const url = await client().authorizeUrl({ state, codeVerifier });
    const declined = (await agreeOnConsentPage(url, "deny")).searchParams;
    expect(await failure(client().exchange({ callback: declined, state, codeVerifier }))).toMatchObject({
      kind: "missing_scope",
      message: expect.stringContaining("declined"),
    });
  });

  it("calls only a dead grant expired: not a wrong app, not a platform that is down", async () => {
    const dead = { ...tokens, refreshToken: "no-such-refresh-token" };
    const gone = await failure(client().refresh(dead));
    expect(gone).toMatchObject({ kind: "auth_expired", providerCode: "invalid_grant" });
    expect(gone.message).not.toContain("no-such-refresh-token");
    const wrongApp = { ...sandboxHubspotApp, clientSecret: "wrong-secret" };
    expect(await failure(client(wrongApp).refresh(tokens))).toMatchObject({ kind: "invalid_input" });
    for (const [kind, expected] of [
      ["500", "provider_down"],
      ["503", "provider_down"],
      ["429", "rate_limited"],
      ["cut_before", "provider_down"],
      ["html", "unexpected_shape"],
      ["half_json", "unexpected_shape"],
    ] as const) {
      await sandbox.panel("PUT", "/faults/hubspot", [{ kind, next: 1, path: "/api/oauth" }]);
      expect([kind, (await failure(client().refresh(tokens))).kind]).toEqual([kind, expected]);
    }
  });

  it("keeps what a refresh leaves out, and renews by itself when a token runs out in the middle of a pass", async () => {
    const before = tokens;
    await sandbox.panel("POST", "/hubspot/expire-tokens");
    expect((await pullAll(null, companies)).records.length).toBeGreaterThan(0);
    expect(tokens.accessToken).not.toBe(before.accessToken);
    expect(tokens).toMatchObject({ refreshToken: before.refreshToken, scopes: before.scopes });
    expect(meters.filter((meter) => meter.status === 401)).toHaveLength(1);
  });

  it("revokes", async () => {
    const other = await signIn();
    expect(await client().revoke(other)).toBe(true);
    expect(await failure(client().refresh(other))).toMatchObject({ kind: "auth_expired" });
  });
});

describe("reading", () => {
  it("passes its layered tests", async () => {
    for (const step of hubspot.tests) expect((await step.run(open())).detail).not.toBe("");
  });

  it("reads all contacts once, with their fields", async () => {
    const { records, ids, total } = await pullAll(null);
    expect([records.length, ids.size, total]).toEqual([5200, 5200, 5200]);
    expect(meters.filter((meter) => meter.operation === "contacts.list")).toHaveLength(52);
    const [first] = records;
    expect(first?.data).toMatchObject({
      email: expect.stringContaining("@"),
      first_name: expect.any(String),
    });
    expect(first?.updatedAt).toMatch(/^\d{4}-.*Z$/);
    expect((await pullAll(null, deals)).records.length).toBeGreaterThan(0);
  });

  it("afterwards reads only what changed, and finds what was archived", async () => {
    const { highWater } = await pullAll(null);
    const quiet = await pullAll(new Date(Date.parse(highWater) + 1000).toISOString());
    expect(quiet.records).toEqual([]);
    const touched = await sandbox.panel<{ ids: string[] }>("POST", "/hubspot/touch?count=25");
    const changed = await pullAll(highWater);
    expect([...changed.ids]).toEqual(expect.arrayContaining(touched.ids));
    expect(changed.records.length).toBeLessThan(100);
    const archived = await sandbox.panel<{ ids: string[] }>("POST", "/hubspot/archive?count=5");
    const gone: string[] = [];
    for await (const page of deletedPages(contacts, open(), { since: highWater }))
      gone.push(...page.externalIds);
    expect(gone.sort()).toEqual(archived.ids.sort());
    await sandbox.panel("POST", "/hubspot/seed?contacts=5200");
  });

  it("goes on beyond the window of 10,000 rows, also where 12,000 share one time", async () => {
    await sandbox.panel("POST", "/hubspot/seed?contacts=25000&same=12000");
    const { ids, records, total } = await pullAll("2000-01-01T00:00:00.000Z");
    expect([ids.size, records.length, total]).toEqual([25_000, 25_000, 25_000]);
    expect(meters.every((meter) => meter.status === 200)).toBe(true);
    const times = new Map<string | null, number>();
    for (const { updatedAt } of records) times.set(updatedAt, (times.get(updatedAt) ?? 0) + 1);
    expect(Math.max(...times.values())).toBeGreaterThanOrEqual(12_000);
    await sandbox.panel("POST", "/hubspot/seed?contacts=300");
  });
});

describe("faults", () => {
  const once = (fault: object) =>
    sandbox.panel("PUT", "/faults/hubspot", [{ next: 1, path: "/api/crm", ...fault }]);
  const readOne = (limits?: HttpLimits) =>
    open(limits).http.call({
      operation: "contacts.list",
      method: "GET",
      url: `${sandbox.hubspotBase}/api/crm/v3/objects/contacts`,
    });

  it("waits as long as a 429 says, and tells when that is too long to wait", async () => {
    await once({ kind: "429", retryAfter: 1 });
    const started = performance.now();
    expect((await readOne()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
    await once({ kind: "429", retryAfter: 3600 });
    expect(await failure(readOne())).toMatchObject({ kind: "rate_limited", retryAfterS: 3600 });
  });

  it.each([["500"], ["503"], ["cut_before"]])("tries again after %s", async (kind) => {
    await once({ kind });
    expect((await readOne()).status).toBe(200);
    expect(meters).toHaveLength(2);
  });

  it.each([
    ["html", "unexpected_shape"],
    ["half_json", "unexpected_shape"],
    ["hang", "provider_down"],
    ["redirect_private", "invalid_input"],
  ])("ends %s as %s", async (kind, expected) => {
    await once({ kind });
    expect((await failure(readOne({ maxRetries: 0, timeoutMs: 400 }))).kind).toBe(expected);
  });

  it("gets everything out of an account that limits calls, and reads the limits from the headers", async () => {
    const limited = await startSandboxProcess({ contacts: 300 });
    const all = sandbox;
    sandbox = limited;
    tokens = await signIn();
    await hubspot.identify(open());
    expect(meters[0]?.quota).toEqual([
      { window: "ten_seconds", limit: 110, remaining: expect.any(Number), resetS: 10 },
    ]);
    // Eight at once share five calls a second: on a slow machine one of them is unlucky many times in a row.
    const patient = () => open({ retryBaseMs: 100, maxRetries: 20 });
    const searches = Array.from({ length: 8 }, () =>
      pullAll("2000-01-01T00:00:00.000Z", contacts, patient()),
    );
    const results = await Promise.all(searches);
    expect(results.map((result) => result.ids.size)).toEqual(searches.map(() => 300));
    sandbox = all;
    await limited.stop();
  });

  it("says so when the consent was withdrawn", async () => {
    tokens = await signIn();
    await sandbox.panel("POST", "/hubspot/revoke-consent");
    const error = await failure(readOne());
    expect(error.kind).toBe("auth_expired");
    expect(error.message).not.toContain(tokens.accessToken);
  });
});
