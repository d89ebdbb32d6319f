import { sql } from "drizzle-orm";
import pg from "pg";
import { beforeEach, expect, test } from "vitest";
import { withSystem, withWorkspace } from "../db/transaction";
import { resetEnv } from "../env";
import { newId } from "../ids";
import { testDatabase, testSecret } from "../testing/database";
import { makeOwner } from "../testing/people";
import { openInstance, openText, prepareVault, resetVault, sealInstance, sealText } from "./vault";
import { WorkspaceKeyCache, type WorkspaceKeys } from "./workspace-key";

testDatabase();

function useSecret(secret: string): void {
  process.env.CONNECTUS_SECRET = secret;
  resetEnv();
  resetVault();
}

beforeEach(() => useSecret(testSecret));

const place = { subjectId: "int-1", field: "access_token" };

test("a secret opens for its own workspace, row and field only", async () => {
  const [a, b] = [await makeOwner(), await makeOwner()];
  const sealed = await sealText(a, place, "s3cret");
  expect(sealed).not.toContain("s3cret");
  expect(await openText(a, place, sealed)).toBe("s3cret");
  const refused = { name: "VaultError" };
  await expect(openText(b, place, sealed)).rejects.toMatchObject(refused);
  await expect(openText(a, { ...place, subjectId: "int-2" }, sealed)).rejects.toMatchObject(refused);
  await expect(openText(a, { ...place, field: "refresh_token" }, sealed)).rejects.toMatchObject(refused);
  await expect(openInstance(place, sealed)).rejects.toMatchObject(refused);
  resetVault();
  expect(await openText(a, place, sealed)).toBe("s3cret");
});

test("a workspace key that was copied to another workspace does not unwrap", async () => {
  const [a, b] = [await makeOwner(), await makeOwner()];
  const sealed = await sealText(a, place, "s3cret");
  await withSystem((tx) =>
    tx.execute(sql`update workspace_keys t set wrapped = s.wrapped from workspace_keys s
      where t.workspace_id = ${b.workspaceId} and s.workspace_id = ${a.workspaceId}`),
  );
  resetVault();
  await expect(openText(b, place, sealed)).rejects.toMatchObject({ name: "VaultError" });
});

test("deleting the workspace key shreds what it sealed", async () => {
  const a = await makeOwner();
  const sealed = await sealText(a, place, "s3cret");
  await withWorkspace(a, (tx) => tx.execute(sql`delete from workspace_keys`));
  resetVault();
  await expect(openText(a, place, sealed)).rejects.toThrow("This workspace has no encryption key");
});

test("a wrong CONNECTUS_SECRET is one clear sentence at boot, and the right one still opens", async () => {
  const a = await makeOwner();
  const sealed = await sealText(a, place, "s3cret");
  const state = await sealInstance(place, "verifier");
  useSecret("another-secret-another-secret-another-secret");
  await expect(prepareVault()).rejects.toThrow(
    /^CONNECTUS_SECRET is not the one this database was encrypted/,
  );
  await expect(sealText(a, place, "x")).rejects.toMatchObject({ name: "VaultError" });
  useSecret(testSecret);
  await prepareVault();
  expect(await openText(a, place, sealed)).toBe("s3cret");
  expect(await openInstance(place, state)).toBe("verifier");
});

test("a stored derivation below 100,000 iterations is refused", async () => {
  await prepareVault();
  const owner = await weaken(99_999);
  resetVault();
  await expect(prepareVault()).rejects.toThrow(/fewer than 100000 are refused/);
  await weaken(owner);
});

test("processes that start on an empty database at once agree on one key", async () => {
  await clearVersions();
  const roots = await Promise.all(
    Array.from({ length: 4 }, async () => {
      resetVault();
      await prepareVault();
      return sealInstance(place, "from one of them");
    }),
  );
  resetVault();
  for (const sealed of roots) expect(await openInstance(place, sealed)).toBe("from one of them");
});

test("the key cache is bounded, drops what fails, and ends", async () => {
  const cache = new WorkspaceKeyCache(2, 60_000);
  const keys: WorkspaceKeys = { newest: 1, keys: new Map() };
  let loads = 0;
  const load = async () => {
    loads += 1;
    return keys;
  };
  const used = newId();
  await cache.get(used, load);
  await cache.get(newId(), load);
  await cache.get(used, load);
  await cache.get(newId(), load);
  expect([cache.size, loads]).toEqual([2, 3]);
  await cache.get(used, load);
  expect(loads).toBe(3);
  await expect(cache.get("broken", () => Promise.reject(new Error("no database")))).rejects.toThrow(
    "no database",
  );
  expect(await cache.get("broken", load)).toBe(keys);
  const ended = new WorkspaceKeyCache(2, -1);
  await ended.get(used, load);
  await ended.get(used, load);
  expect(loads).toBe(6);
});

async function weaken(iterations: number): Promise<number> {
  const client = await ownerClient();
  const { rows } = await client.query("select iterations from gate.key_versions");
  await client.query("update gate.key_versions set iterations = $1", [iterations]);
  await client.end();
  return rows[0].iterations;
}

async function clearVersions(): Promise<void> {
  const client = await ownerClient();
  await client.query("delete from gate.key_versions");
  await client.end();
}

async function ownerClient() {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL_DIRECT });
  await client.connect();
  return client;
}
