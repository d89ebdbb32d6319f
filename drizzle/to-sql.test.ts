import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { prepareDatabase } from "../scripts/postgres/roles.mjs";
import { migrateDatabase } from "./migrate";
import { toSql } from "./to-sql";

const database = `test_${randomBytes(6).toString("hex")}`;
let owner: string;

beforeAll(async () => {
  const { superuserUrl, ...cluster } = inject("cluster");
  const at = (name = "postgres") => {
    const url = new URL(superuserUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
  ({ owner } = await prepareDatabase({ cluster: { ...cluster, superuserUrl: at }, database }));
});
afterAll(async () => {
  const admin = new pg.Client({ connectionString: inject("cluster").superuserUrl });
  await admin.connect();
  await admin.query(`drop database "${database}" with (force)`).finally(() => admin.end());
});

async function ask<T>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  const result = await client.query(sql).finally(() => client.end());
  return (Array.isArray(result) ? [] : result.rows) as T[];
}

const tables = () =>
  ask<{ name: string; guarded: boolean }>(`select n.nspname || '.' || c.relname as name,
    c.relrowsecurity and c.relforcerowsecurity as guarded from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'gate', 'engine') and c.relkind in ('r', 'p') order by 1`);

test("the one SQL file makes the whole database, twice is once, and the migrator finds nothing left to do", async () => {
  const sql = await toSql("drizzle");
  await ask(sql);
  const made = await tables();
  expect(made.length).toBeGreaterThan(40);
  expect(made.filter(({ name, guarded }) => name.startsWith("public.") && !guarded)).toEqual([]);
  await ask(sql);
  await migrateDatabase(owner, "drizzle");
  expect(await tables()).toEqual(made);
  const noted = await ask<{ n: number }>("select count(*)::int as n from drizzle.__drizzle_migrations");
  const journal = JSON.parse(await readFile("drizzle/migrations/meta/_journal.json", "utf8")) as {
    entries: unknown[];
  };
  expect(noted).toEqual([{ n: journal.entries.length }]);
});
