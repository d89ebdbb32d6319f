import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sessions } from "@/drizzle/schema/gate";
import type { Ctx } from "@/lib/access/context";
import { sessionCookieName } from "@/lib/auth/cookie";
import { nextAuthSecret } from "@/lib/auth/next-auth-secret";
import { newToken, sha256 } from "@/lib/crypto/hash";
import { withGate } from "@/lib/db/transaction";
import { createIntegration } from "@/lib/domain/integration/create-integration";
import { readResultQuery } from "@/lib/domain/integration/result-link";
import { newId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { type LocalHubspot, startLocalHubspot } from "@/lib/testing/local-platforms";
import { makeColleague, makeOwner, userIdOf } from "@/lib/testing/people";
import { finishVisit, startVisit } from "./oauth-visit";

testDatabase();
let hubspot: LocalHubspot;
let owner: Ctx;
let id: string;

beforeAll(async () => {
  hubspot = await startLocalHubspot();
  owner = await makeOwner();
  id = (await createIntegration(owner, { connector: "hubspot" })).id;
});
afterAll(() => hubspot.stop());

async function cookieOf(ctx: Ctx): Promise<string> {
  const sid = newToken();
  await withGate((tx) =>
    tx.insert(sessions).values({
      id: newId(),
      sidHash: sha256(sid),
      userId: userIdOf(ctx),
      workspaceId: ctx.workspaceId,
      expiresAt: new Date(Date.now() + 3_600_000),
    }),
  );
  return `${sessionCookieName()}=${await encode({ token: { sid }, secret: nextAuthSecret() })}`;
}

const request = (path: string, cookie: string, headers: Record<string, string> = {}) =>
  new Request(`http://127.0.0.1:3000${path}`, { headers: { cookie, ...headers } });

function locationOf(answer: Response): URL {
  expect(answer.status).toBe(303);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  return new URL(answer.headers.get("location") ?? "");
}

const start = (cookie: string, headers?: Record<string, string>) =>
  startVisit(request(`/start?integration=${id}&return_to=/integrations/add`, cookie, headers), "hubspot");

test("a visit through the browser ends on the result page, which learns nothing of the code", async () => {
  const cookie = await cookieOf(owner);
  const consent = locationOf(await start(cookie, { "sec-fetch-site": "same-origin" }));
  expect(consent.origin).toBe(hubspot.url);
  const state = consent.searchParams.get("state");
  const path = `/api/oauth/hubspot/callback?code=one-time-code&state=${state}`;
  const other = locationOf(
    await finishVisit(request(path, await cookieOf(await makeColleague(owner, "editor"))), "hubspot"),
  );
  expect(other.searchParams.get("outcome")).toBe("other_session");
  const done = locationOf(await finishVisit(request(path, cookie), "hubspot"));
  expect(`${done.origin}${done.pathname}`).toBe("http://127.0.0.1:3000/connected");
  expect(readResultQuery(Object.fromEntries(done.searchParams))).toEqual({
    outcome: "ok",
    integrationId: id,
    message: "HubSpot · portal 62515 is connected.",
    returnTo: "/integrations/add",
  });
  expect(done.href).not.toContain("one-time-code");
});

test("a link on another site, a signed-out browser and a wrong id do not begin one", async () => {
  const cookie = await cookieOf(owner);
  const foreign = locationOf(await start(cookie, { "sec-fetch-site": "cross-site" }));
  expect(foreign.searchParams.get("outcome")).toBe("failed");
  expect(locationOf(await start("")).pathname).toBe("/sign-in");
  const wrong = locationOf(await startVisit(request("/start?integration=int_nonsense", cookie), "hubspot"));
  expect(wrong.searchParams.get("outcome")).toBe("failed");
  const stranger = await cookieOf(await makeOwner("Other workspace"));
  expect(locationOf(await start(stranger)).searchParams.get("message")).toContain("does not exist");
});

test("garbage at the callback ends on the result page", async () => {
  const cookie = await cookieOf(owner);
  for (const query of [
    "",
    "?state=",
    "?code=%00&state=%ff",
    `?state=${"x".repeat(5000)}`,
    "?error=server_error",
  ]) {
    const end = locationOf(
      await finishVisit(request(`/api/oauth/hubspot/callback${query}`, cookie), "hubspot"),
    );
    expect(end.pathname).toBe("/connected");
    expect(end.searchParams.get("outcome")).toBe("forged");
  }
  const unknown = locationOf(
    await finishVisit(request("/api/oauth/nothing/callback?state=x", cookie), "nothing"),
  );
  expect(unknown.searchParams.get("outcome")).toBe("forged");
});
