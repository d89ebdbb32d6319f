import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { isAppError } from "@/lib/errors";
import { testDatabase } from "@/lib/testing/database";
import { type LocalWordpress, startLocalWordpress } from "@/lib/testing/local-platforms";
import { makeColleague, makeOwner } from "@/lib/testing/people";
import { flushCalls } from "../usage/record-call";
import { connectWithFields } from "./connect-with-fields";
import { createIntegration } from "./create-integration";
import { getIntegrationDetail } from "./data-detail";
import { listIntegrations } from "./data-list";
import { IntegrationId } from "./schema";

testDatabase();
let site: LocalWordpress;
let ctx: Ctx;
beforeAll(async () => {
  site = await startLocalWordpress();
});
afterAll(() => site.stop());
beforeEach(async () => {
  ctx = await makeOwner();
  site.mode = "ok";
});

const good = () => ({ siteUrl: site.url, username: site.user, appPassword: site.password });
const uuid = (publicId: string) => IntegrationId.parse(publicId);

async function failureOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!isAppError(error)) throw new Error(`expected an AppError, got ${String(error)}`);
  return error;
}

async function tables(): Promise<string> {
  return withWorkspace(ctx, async (tx) => {
    const parts = [];
    for (const name of [
      "integrations",
      "credentials",
      "audit_entries",
      "integration_status_changes",
      "calls",
    ]) {
      parts.push(JSON.stringify((await tx.client.query(`select * from ${name}`)).rows));
    }
    return parts.join("\n");
  });
}

test("tries the password first, then stores it sealed; account, layers, audit and schedule follow", async () => {
  const { id, status } = await createIntegration(ctx, {
    connector: "wordpress",
    credentials: good(),
    name: " Blog ",
  });
  expect(status).toBe("connected");
  const detail = await getIntegrationDetail(ctx, uuid(id));
  expect(detail).toMatchObject({
    id,
    name: "Blog",
    status: "connected",
    secretsStored: true,
    config: { siteUrl: site.url, username: "demo", restRoot: `${site.url}/wp-json/` },
    lastTest: { ok: true },
    health: { state: "healthy" },
  });
  expect(detail.accountLabel).toContain("Demo site");
  expect(detail.nextSyncAt).not.toBeNull();
  expect(detail.statusHistory.map((change) => change.to)).toEqual(["connected", "pending"]);
  expect(detail.callsToday).toBeGreaterThan(3);
  const { rows } = await withWorkspace(ctx, (tx) =>
    tx.client.query("select action, after from audit_entries where subject_kind = 'integration' order by id"),
  );
  expect(rows.map((row) => row.action)).toEqual(["integration.created", "integration.connected"]);
  await flushCalls();
  const stored = await tables();
  expect(stored).not.toContain(site.password);
  expect(stored).not.toContain(site.password.replaceAll(" ", ""));
  expect(JSON.stringify(detail)).not.toContain("2468");
});

test("a wrong password is told at its field and leaves nothing behind", async () => {
  const error = await failureOf(
    createIntegration(ctx, {
      connector: "wordpress",
      credentials: { ...good(), appPassword: "zzzz ZZZZ 0000 zzzz ZZZZ 0000" },
    }),
  );
  expect(error).toMatchObject({
    code: "unprocessable",
    fields: { appPassword: expect.stringContaining("not accepted") },
  });
  expect(error.message).not.toContain("zzzz");
  expect((await listIntegrations(ctx)).data).toEqual([]);
});

test.each([
  ["rest_off", "switched off"],
  ["not_wordpress", "No WordPress REST API"],
  ["html_error", ""],
  ["half_json", "No WordPress REST API"],
  ["to_metadata", "169.254.169.254"],
] as const)("a site that is %s is told at its address", async (mode, words) => {
  site.mode = mode;
  const error = await failureOf(createIntegration(ctx, { connector: "wordpress", credentials: good() }));
  expect(error.code).toBe("unprocessable");
  expect(Object.keys(error.fields ?? {})).toEqual(["siteUrl"]);
  expect(error.fields?.siteUrl).toContain(words);
  expect(error.fix).toBeTruthy();
});

test("an unreachable, a private and a misspelt address are told at the address, before any password leaves", async () => {
  const seen = site.seen.length;
  for (const siteUrl of ["http://127.0.0.1:9", "http://169.254.169.254/", "https://no-such-host.invalid"]) {
    const error = await failureOf(
      createIntegration(ctx, { connector: "wordpress", credentials: { ...good(), siteUrl } }),
    );
    expect(Object.keys(error.fields ?? {})).toEqual(["siteUrl"]);
  }
  const bad = await failureOf(
    createIntegration(ctx, {
      connector: "wordpress",
      credentials: { siteUrl: "blog", username: "", extra: "1" },
    }),
  );
  expect(bad.code).toBe("invalid_input");
  expect(Object.keys(bad.fields ?? {}).sort()).toEqual(["appPassword", "extra", "siteUrl", "username"]);
  expect(site.seen.length).toBe(seen);
});

test("a secret in config, an unknown connector and OAuth-only connectors are refused", async () => {
  const misplaced = createIntegration(ctx, {
    connector: "wordpress",
    config: { appPassword: site.password },
  });
  expect(await failureOf(misplaced)).toMatchObject({ fields: { appPassword: expect.any(String) } });
  expect(await failureOf(createIntegration(ctx, { connector: "nothing" }))).toMatchObject({
    code: "invalid_input",
    fields: { connector: expect.any(String) },
  });
  expect(
    await failureOf(createIntegration(ctx, { connector: "hubspot", credentials: { token: "x" } })),
  ).toMatchObject({ code: "unprocessable" });
});

test("a pending integration is connected later; reconnecting keeps the id and needs only the password", async () => {
  const { id } = await createIntegration(ctx, {
    connector: "wordpress",
    config: { siteUrl: site.url, username: "demo" },
  });
  await connectWithFields(ctx, { integrationId: id, fields: { appPassword: site.password } });
  const again = await connectWithFields(ctx, { integrationId: id, fields: { appPassword: site.password } });
  expect(again.id).toBe(id);
  expect((await listIntegrations(ctx)).data.map((card) => card.id)).toEqual([id]);
});

test("the same account twice and another account on reconnect are refused", async () => {
  const { id } = await createIntegration(ctx, { connector: "wordpress", credentials: good() });
  const twice = await failureOf(createIntegration(ctx, { connector: "wordpress", credentials: good() }));
  expect(twice).toMatchObject({ code: "conflict", message: expect.stringContaining("already connected") });
  expect((await listIntegrations(ctx)).data).toHaveLength(1);
  const other = await startLocalWordpress();
  const wrong = await failureOf(
    connectWithFields(ctx, {
      integrationId: id,
      fields: { siteUrl: other.url, appPassword: other.password },
    }),
  );
  await other.stop();
  expect(wrong).toMatchObject({ code: "conflict", message: expect.stringContaining("belongs to") });
  expect((await getIntegrationDetail(ctx, uuid(id))).config.siteUrl).toBe(site.url);
});

test("another workspace does not find it, and a viewer may not connect", async () => {
  const { id } = await createIntegration(ctx, { connector: "wordpress", credentials: good() });
  const stranger = await makeOwner("Other workspace");
  const fields = { appPassword: site.password };
  expect(await failureOf(connectWithFields(stranger, { integrationId: id, fields }))).toMatchObject({
    code: "not_found",
  });
  const viewer = await makeColleague(ctx, "viewer");
  expect(await failureOf(connectWithFields(viewer, { integrationId: id, fields }))).toMatchObject({
    code: "forbidden",
  });
  expect(await failureOf(createIntegration(viewer, { connector: "wordpress" }))).toMatchObject({
    code: "forbidden",
  });
});
