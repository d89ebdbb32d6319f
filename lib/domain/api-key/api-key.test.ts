import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { openApiKey } from "@/lib/auth/api-key";
import { withSystem } from "@/lib/db/transaction";
import { listAudit } from "@/lib/domain/audit/data";
import { newId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { makeColleague, makeOwner } from "@/lib/testing/people";
import { createApiKey } from "./create-api-key";
import { listApiKeys } from "./data";
import { revokeApiKey } from "./revoke-api-key";

testDatabase();

let owner: Ctx;
beforeAll(async () => {
  owner = await makeOwner();
});

const request = (now = new Date()) => ({ requestId: newId(), ip: null, now });

test("a key opens its own workspace with its own rights, and only its hash is stored", async () => {
  const made = await createApiKey(owner, { name: "CI", scopes: ["integration:read", "integration:read"] });
  expect(made.key).toMatch(/^cns_[\w-]{43}$/);
  expect(made.key.startsWith(made.prefix)).toBe(true);
  const now = new Date();
  const ctx = await openApiKey(made.key, request(now));
  expect(ctx).toMatchObject({
    workspaceId: owner.workspaceId,
    actor: { kind: "apiKey", apiKeyId: made.apiKeyId },
  });
  expect([...(ctx?.scopes ?? [])]).toEqual(["integration:read"]);
  const [listed] = await listApiKeys(owner);
  expect(listed).toMatchObject({ prefix: made.prefix, state: "active", lastUsedAt: now.toISOString() });
  const everything = await withSystem((tx) =>
    tx.execute(sql`select (select json_agg(k) from api_keys k)::text || (select json_agg(h) from gate.api_key_hashes h)::text
      || (select json_agg(a) from audit_entries a)::text as text`),
  );
  expect(String(everything.rows[0]?.text)).toContain(made.prefix);
  expect(String(everything.rows[0]?.text)).not.toContain(made.key.slice(-20));
});

test("last used is written at most once a minute", async () => {
  const { key, apiKeyId } = await createApiKey(owner, { name: "Busy", scopes: ["log:read"] });
  const start = new Date();
  const used = async (afterMs: number) => {
    await openApiKey(key, request(new Date(start.getTime() + afterMs)));
    const listed = (await listApiKeys(owner)).find((item) => item.apiKeyId === apiKeyId);
    return Date.parse(listed?.lastUsedAt ?? "") - start.getTime();
  };
  expect([await used(0), await used(59_000), await used(61_000)]).toEqual([0, 0, 61_000]);
});

test("an expired, revoked, cut, longer or made-up key opens nothing", async () => {
  const { key, apiKeyId } = await createApiKey(owner, {
    name: "Short",
    scopes: ["log:read"],
    expiresInDays: 1,
  });
  const tomorrow = new Date(owner.now.getTime() + 24 * 3600_000);
  expect(await openApiKey(key, request())).not.toBeNull();
  expect(await openApiKey(key, request(tomorrow))).toBeNull();
  for (const wrong of [key.slice(0, -1), `${key}x`, key.toUpperCase(), `cns_${"A".repeat(43)}`, "", "cns_"]) {
    expect(await openApiKey(wrong, request())).toBeNull();
  }
  await revokeApiKey(owner, { apiKeyId });
  await revokeApiKey(owner, { apiKeyId });
  expect(await openApiKey(key, request())).toBeNull();
  const { items } = await listAudit(owner, { action: "api_key.revoked", subjectId: apiKeyId });
  expect(items).toHaveLength(1);
});

test("nobody makes a key stronger than themself, and no key makes keys", async () => {
  const forbidden = { code: "forbidden" };
  for (const role of ["viewer", "editor"] as const) {
    const ctx = await makeColleague(owner, role);
    await expect(createApiKey(ctx, { name: "x", scopes: ["content:read"] })).rejects.toMatchObject(forbidden);
  }
  const limited: Ctx = { ...owner, scopes: new Set(["api_key:write", "log:read"]) };
  await expect(createApiKey(limited, { name: "x", scopes: ["content:write"] })).rejects.toMatchObject(
    forbidden,
  );
  const { key } = await createApiKey(owner, { name: "Maker", scopes: ["api_key:write", "log:read"] });
  const asKey = await openApiKey(key, request());
  if (!asKey) throw new Error("the key does not open");
  await expect(createApiKey(asKey, { name: "x", scopes: ["log:read"] })).rejects.toMatchObject(forbidden);
  await expect(createApiKey(owner, { name: " ", scopes: [] })).rejects.toMatchObject({ name: "ZodError" });
});

test("another workspace sees and revokes none of it", async () => {
  const { key, apiKeyId } = await createApiKey(owner, { name: "Ours", scopes: ["log:read"] });
  const stranger = await makeOwner();
  expect(await listApiKeys(stranger)).toEqual([]);
  await expect(revokeApiKey(stranger, { apiKeyId })).rejects.toMatchObject({ code: "not_found" });
  expect(await openApiKey(key, request())).not.toBeNull();
});
