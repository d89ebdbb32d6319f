// The four children and how each is started and stopped.

import { writeSync } from "node:fs";
import path from "node:path";
import { nextBin } from "./build.mjs";
import { bundleFile } from "./bundles.mjs";
import { startDatabase } from "./database.mjs";
import { openLog } from "./logs.mjs";
import { root } from "./settings.mjs";
import { spawnNode } from "./supervise.mjs";

const fix = (words) => (words.includes("CONNECTUS_SECRET is not") ? secretFix : settingFix);
const settingFix = "Change the setting it names and start again; npm run doctor looks at all of them.";
const secretFix =
  "Set CONNECTUS_SECRET (or put .connectus/secrets.json back) to what it was when the database was made.";

/** The embedded PostgreSQL; `holder.cluster` is set once it is up. */
export function databaseService(settings, port, holder) {
  return {
    name: "database",
    label: "The database",
    stopSignal: "SIGINT",
    lastSignal: "SIGQUIT",
    graceMs: 1_500,
    async start() {
      const log = openLog(settings.dir, "database");
      const cluster = await startDatabase(settings, { port, onLog: (text) => writeSync(log.fd, text) });
      cluster.child.once("close", log.close);
      holder.cluster = cluster;
      return cluster.child;
    },
  };
}

export function sandboxService(settings, env) {
  const sandbox = {
    ...env,
    SANDBOX_PORT: String(settings.sandboxPort),
    SANDBOX_HOST: "127.0.0.1",
    SANDBOX_DIR: path.join(settings.dir, "sandbox"),
    CONNECTUS_ROLE: "sandbox",
  };
  for (const name of Object.keys(sandbox)) if (/SECRET|DATABASE|KEY$/.test(name)) delete sandbox[name];
  return bundled("sandbox", "The sandbox", sandbox, { memoryMb: 256, graceMs: 700 });
}

export function workerService(env) {
  return bundled(
    "worker",
    "The worker",
    { ...env, CONNECTUS_ROLE: "worker" },
    { memoryMb: 512, graceMs: 4_500 },
  );
}

export function webService(settings, env) {
  const command = settings.dev ? "dev" : "start";
  const args = [nextBin, command, "-H", settings.host, "-p", String(settings.port)];
  return {
    name: "web",
    label: "The app",
    fix,
    graceMs: 2_500,
    inherit: settings.dev,
    start: ({ out }) =>
      spawnNode(settings.dev ? args : [memory(768), ...args], {
        env: { ...env, CONNECTUS_ROLE: "web" },
        cwd: root,
        out,
      }),
  };
}

function bundled(name, label, env, { memoryMb, graceMs }) {
  return {
    name,
    label,
    fix,
    graceMs,
    start: ({ out }) => spawnNode([memory(memoryMb), bundleFile(name)], { env, cwd: root, out }),
  };
}

function memory(mb) {
  return `--max-old-space-size=${mb}`;
}
