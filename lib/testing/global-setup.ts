import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "../../drizzle/migrate";
import { startCluster } from "../../scripts/postgres/cluster.mjs";
import { prepareDatabase } from "../../scripts/postgres/roles.mjs";
import { template } from "./names";

declare module "vitest" {
  export interface ProvidedContext {
    cluster: { port: number; secrets: Record<string, string>; superuserUrl: string };
  }
}

/** One real PostgreSQL for the whole test run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject) {
  const root = path.resolve(process.env.CONNECTUS_TEST_DIR ?? ".connectus/test");
  const cluster = await startCluster({
    dir: path.join(root, "postgres"),
    secretsFile: path.join(root, "postgres.json"),
    flags: ["-c", "max_connections=200", "-c", "fsync=off", "-c", "log_min_messages=fatal"],
  });
  const admin = new pg.Client({ connectionString: cluster.superuserUrl() });
  await admin.connect();
  const old = await admin.query<{ datname: string }>(
    "select datname from pg_database where datname like 'test\\_%'",
  );
  for (const { datname } of old.rows) await admin.query(`drop database if exists "${datname}" with (force)`);
  const urls = await prepareDatabase({ cluster, database: template });
  await migrateDatabase(urls.owner, path.resolve("drizzle"));
  project.provide("cluster", {
    port: cluster.port,
    secrets: cluster.secrets,
    superuserUrl: cluster.superuserUrl(),
  });
  return async () => {
    await admin.end();
    await cluster.stop();
  };
}
