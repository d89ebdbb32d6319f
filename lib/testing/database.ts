import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { databaseUrls } from "../../scripts/postgres/roles.mjs";
import { closePools } from "../db/client";
import { resetEnv } from "../env";
import { template } from "./names";

export interface TestDatabase {
  name: string;
  owner: string;
  app: string;
  system: string;
  superuser: string;
}

export const testSecret = "test-secret-test-secret-test-secret-test";

/** A database of this test file's own, cloned from the migrated template; the environment points at it. */
export function testDatabase(): TestDatabase {
  const database = {} as TestDatabase;
  beforeAll(async () => {
    Object.assign(database, await createTestDatabase());
    process.env.DATABASE_URL = database.app;
    process.env.DATABASE_URL_SYSTEM = database.system;
    process.env.DATABASE_URL_DIRECT = database.owner;
    process.env.CONNECTUS_SECRET = testSecret;
    process.env.CONNECTUS_URL ??= "http://127.0.0.1:3000";
    resetEnv();
  });
  afterAll(async () => {
    await closePools();
    await dropTestDatabase(database.name);
  });
  return database;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = inject("cluster");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asSuperuser(`create database "${name}" template ${template} owner connectus_owner`);
  await asSuperuser(`grant connect on database "${name}" to connectus_app, connectus_system`);
  const superuser = new URL(cluster.superuserUrl);
  superuser.pathname = `/${name}`;
  return { name, ...databaseUrls(cluster, name), superuser: superuser.href };
}

export async function dropTestDatabase(name: string): Promise<void> {
  await asSuperuser(`drop database if exists "${name}" with (force)`);
}

async function asSuperuser(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("cluster").superuserUrl });
  await client.connect();
  // "create database … template" refuses while another clone is being made.
  await client.query("select pg_advisory_lock(41)");
  await client.query(sql).finally(() => client.end());
}
