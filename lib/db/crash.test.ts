import { rm } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contentItems } from "@/drizzle/schema/content";
import { outbox } from "@/drizzle/schema/outbox";
import { workspaces } from "@/drizzle/schema/workspaces";
import { migrateDatabase } from "../../drizzle/migrate";
import { startCluster } from "../../scripts/postgres/cluster.mjs";
import { prepareDatabase } from "../../scripts/postgres/roles.mjs";
import { mintWorkspaceId } from "../access/mint";
import { resetEnv } from "../env";
import { readHealth } from "../http/health";
import { toAppError } from "../http/to-app-error";
import { newId } from "../ids";
import { emit } from "../outbox/emit";
import { testSecret } from "../testing/database";
import { until } from "../testing/engine";
import { closePools } from "./client";
import { withSystem, withWorkspace } from "./transaction";

/** Its own cluster with fsync on: the shared one of the tests promises nothing after a crash. */
const dir = path.resolve(process.env.CONNECTUS_TEST_DIR ?? ".connectus/test", `crash-${process.pid}`);
const place = { dir: path.join(dir, "postgres"), secretsFile: path.join(dir, "postgres.json") };
const workspaceId = mintWorkspaceId(newId());
const ctx = { workspaceId, actor: { kind: "system", job: "test" } as const };
let cluster: Awaited<ReturnType<typeof startCluster>>;

beforeAll(async () => {
  cluster = await startCluster(place);
  const urls = await prepareDatabase({ cluster, database: "connectus" });
  await migrateDatabase(urls.owner, path.resolve("drizzle"));
  process.env.DATABASE_URL = urls.app;
  process.env.DATABASE_URL_SYSTEM = urls.system;
  process.env.CONNECTUS_SECRET = testSecret;
  process.env.CONNECTUS_URL ??= "http://127.0.0.1:3000";
  resetEnv();
  await withWorkspace(ctx, (tx) => tx.insert(workspaces).values({ id: workspaceId, name: "Crash" }));
}, 60_000);

afterAll(async () => {
  await closePools();
  await cluster?.stop();
  await rm(dir, { recursive: true, force: true });
});

/** Two rows that belong together, as every verb writes them: the change and its event. */
async function write(): Promise<string> {
  const id = newId();
  await withWorkspace(ctx, async (tx) => {
    const item = { contentType: "article", title: "t", contentData: { content: "x".repeat(2000) } } as const;
    await tx.insert(contentItems).values({ id, workspaceId, contentId: id, ...item });
    await emit(tx, "integration/disconnected", { workspaceId, integrationId: id });
  });
  return id;
}

async function writeUntilItFails(acknowledged: string[]): Promise<unknown> {
  try {
    for (;;) acknowledged.push(await write());
  } catch (error) {
    return error;
  }
}

/** Power off, as far as a test can: nobody is asked, nothing is flushed. */
async function killServer(): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.superuserUrl() });
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>(
    "select pid from pg_stat_activity where pid is not null",
  );
  const gone = new Promise((resolve) => cluster.child.once("exit", resolve));
  cluster.child.kill("SIGKILL");
  for (const { pid } of rows) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // ended with its parent
    }
  }
  await gone;
  await client.end().catch(() => undefined);
}

test("R02 the database is killed with -9 under load: every acknowledged commit is there, nothing half, and the app goes on", async () => {
  const acknowledged: string[] = [];
  const writers = Array.from({ length: 8 }, () => writeUntilItFails(acknowledged));
  await until("there is load", () => acknowledged.length >= 300, 30_000);
  await killServer();
  for (const error of await Promise.all(writers)) {
    expect(toAppError(error), String(error)).toMatchObject({ code: "unavailable", fix: expect.any(String) });
  }
  await expect(write()).rejects.toMatchObject({ code: "unavailable" });
  expect(await readHealth("ready")).toMatchObject({ status: "failing", database: "failing" });

  cluster = await startCluster({ ...place, port: cluster.port });
  await until("the app is ready again", async () => (await readHealth("ready")).status === "ok", 10_000);
  const later = await write();
  const kept = await withSystem(async (tx) => ({
    items: (await tx.select({ id: contentItems.id }).from(contentItems)).map((row) => row.id),
    events: (await tx.select({ data: outbox.data }).from(outbox)).map(
      (row) => (row.data as { integrationId: string }).integrationId,
    ),
  }));
  expect([...acknowledged, later].filter((id) => !kept.items.includes(id))).toEqual([]);
  expect(kept.events.sort()).toEqual(kept.items.sort());
  // At most the commits that were under way and could not be answered any more.
  expect(kept.items.length - acknowledged.length - 1).toBeLessThanOrEqual(8);
}, 60_000);
