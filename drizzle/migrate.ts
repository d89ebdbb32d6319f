import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";

/**
 * Brings a database to the newest schema as its owner: migrations, then the idempotent policies.
 * Safe to run from several processes at once (a lock orders them; it needs a direct, unpooled address).
 */
export async function migrateDatabase(ownerUrl: string, folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(7203441)");
    await client.query('create schema if not exists "gate"; create schema if not exists "engine"');
    await migrate(drizzle(client), { migrationsFolder: path.join(folder, "migrations") });
    for (const sql of await policyFiles(folder)) await client.query(`begin; ${sql}; commit`);
  } finally {
    await client.query("rollback").catch(() => undefined);
    await client.end();
  }
}

async function policyFiles(folder: string): Promise<string[]> {
  const dir = path.join(folder, "policies");
  const names = (await readdir(dir)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(names.map((name) => readFile(path.join(dir, name), "utf8")));
}
