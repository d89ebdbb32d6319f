// The database of this start: the embedded PostgreSQL as a child, or the operator's own.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort, startCluster } from "../postgres/cluster.mjs";
import { Problem } from "./messages.mjs";
import { isFree } from "./ports.mjs";

export const databaseName = "connectus";

export function clusterDir(settings) {
  return path.join(settings.dir, "postgres");
}

/** True once a cluster was made here (as root it may lie under /var/lib/connectus: its passwords stay here). */
export function hasDatabase(settings) {
  return ["postgres.json", "postgres/PG_VERSION"].some((name) => existsSync(path.join(settings.dir, name)));
}

/** The port is chosen once and remembered; another one is taken only when a stranger sits on it. */
export async function rememberedPort(settings) {
  const file = path.join(settings.dir, "postgres.port");
  const known = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (Number.isInteger(known) && known > 0 && (await isFree(known, "127.0.0.1"))) return known;
  const port = await freePort();
  writeFileSync(file, `${port}\n`, { mode: 0o600 });
  return port;
}

export async function startDatabase(settings, { port, onLog }) {
  return startCluster({
    dir: clusterDir(settings),
    port,
    takeOver: true,
    flags: ["-c", "max_connections=120", "-c", "log_min_messages=warning", "-c", "log_checkpoints=off"],
    onLog,
  });
}

/** Roles, logins and the database itself. Imported late: `pg` is there only once dependencies are. */
export async function prepareEmbedded(cluster) {
  const { prepareDatabase } = await import("../postgres/roles.mjs");
  return prepareDatabase({ cluster, database: databaseName });
}

/** The addresses of the operator's own database. */
export function givenUrls(env) {
  if (!env.DATABASE_URL_SYSTEM) {
    throw new Problem(
      "DATABASE_URL is set, DATABASE_URL_SYSTEM is not: the worker needs the login of the role connectus_system.",
      "Set DATABASE_URL_SYSTEM, or remove DATABASE_URL to use the built-in database.",
    );
  }
  return { app: env.DATABASE_URL, system: env.DATABASE_URL_SYSTEM, owner: env.DATABASE_URL_DIRECT };
}

/** Addresses of the embedded database from its files, for commands beside a running Connectus. */
export async function recordedUrls(settings) {
  const { databaseUrls } = await import("../postgres/roles.mjs");
  const secrets = JSON.parse(readFileSync(path.join(settings.dir, "postgres.json"), "utf8"));
  const port = Number(readFileSync(path.join(settings.dir, "postgres.port"), "utf8"));
  return databaseUrls({ secrets, port }, databaseName);
}
