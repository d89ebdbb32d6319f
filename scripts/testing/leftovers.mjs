// What a test run that was killed left running in the test directory: its database, its app.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { endProcess } from "../launcher/identity.mjs";
import { liveSupervisor } from "../launcher/lock.mjs";
import { endLeftover } from "../postgres/cluster.mjs";

const patiently = [
  { signal: "SIGTERM", graceMs: 12_000 },
  { signal: "SIGKILL", graceMs: 2_000 },
];

/** Only for the holder of the lock on `testDir`. */
export async function endTestLeftovers(testDir) {
  for (const entry of readdirSync(testDir, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const held = liveSupervisor(path.join(testDir, entry.name));
    if (held) await endProcess(held, patiently);
  }
  const cluster = path.join(testDir, "postgres");
  if (existsSync(path.join(testDir, "postgres.json"))) await endLeftover(cluster);
}
