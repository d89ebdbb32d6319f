import { Pool as NeonPool, neonConfig } from "@neondatabase/serverless";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import ws from "ws";
import { env } from "../env";
import { log } from "../log";

export type Db = NodePgDatabase;
export type Pool = pg.Pool;

// Counts and sums fit a JavaScript number here; bigint would otherwise arrive as text.
pg.types.setTypeParser(20, Number);

interface Pools {
  app?: Pool;
  system?: Pool;
}

// One set per process, also across Next's several module graphs.
const key = Symbol.for("connectus.db.pools");
const holder = globalThis as unknown as Record<symbol, Pools | undefined>;

function pools(): Pools {
  holder[key] ??= {};
  return holder[key];
}

/** The app role: under row-level security, never the owner. */
export function appPool(): Pool {
  const all = pools();
  all.app ??= makePool(env().DATABASE_URL, "connectus app");
  return all.app;
}

/** The system role: worker, sweeps, engine. Falls back to nothing: without its own URL it does not run. */
export function systemPool(): Pool {
  const url = env().DATABASE_URL_SYSTEM;
  if (!url)
    throw new Error(
      "DATABASE_URL_SYSTEM is missing: the worker needs the login of the role connectus_system.",
    );
  const all = pools();
  all.system ??= makePool(url, "connectus system");
  return all.system;
}

export async function closePools(): Promise<void> {
  const all = pools();
  holder[key] = {};
  await Promise.all([all.app?.end(), all.system?.end()]);
}

function makePool(url: string, applicationName: string): Pool {
  const options = { connectionString: url, max: env().DATABASE_POOL_SIZE, application_name: applicationName };
  const pool = usesNeon(url) ? neonPool(options) : new pg.Pool(options);
  // Without listeners a connection that breaks takes the process down: an idle one by the pool's event, one that is in
  // use between two statements by its own.
  pool.on("error", (error) => log.warn({ err: error.message }, "an idle database connection broke"));
  pool.on("connect", (client) =>
    client.on("error", (error) => log.debug({ err: error.message }, "a connection broke")),
  );
  return pool;
}

function usesNeon(url: string): boolean {
  const driver = env().DATABASE_DRIVER;
  return driver ? driver === "neon" : new URL(url).hostname.endsWith(".neon.tech");
}

function neonPool(options: { connectionString: string; max: number; application_name: string }): Pool {
  neonConfig.webSocketConstructor = ws;
  return new NeonPool(options) as unknown as Pool;
}

export function toDb(client: pg.PoolClient | Pool): Db {
  return drizzle(client);
}
