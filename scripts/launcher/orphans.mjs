// The children a supervisor had. After kill -9 of the supervisor they live on: the next start ends them by this list.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { endProcess, identify } from "./identity.mjs";

const node = [
  { signal: "SIGTERM", graceMs: 2_500 },
  { signal: "SIGKILL", graceMs: 2_000 },
];
// INT is PostgreSQL's fast shutdown, QUIT its immediate one (the next start then replays the log).
const postgres = [
  { signal: "SIGINT", graceMs: 4_000 },
  { signal: "SIGQUIT", graceMs: 4_000 },
  { signal: "SIGKILL", graceMs: 2_000 },
];

/** The list on disk. Written at once when a child starts or ends: a later moment would be too late. */
export function createRegister(dir) {
  const file = path.join(dir, "processes.json");
  const records = new Map();
  const save = () => {
    const draft = `${file}.${process.pid}.tmp`;
    writeFileSync(draft, JSON.stringify([...records.values()], null, 2), { mode: 0o600 });
    renameSync(draft, file);
  };
  return {
    add(name, pid) {
      records.set(name, { name, pid, identity: identify(pid) });
      save();
    },
    remove(name) {
      if (records.delete(name)) save();
    },
  };
}

/** Ends what a dead supervisor left behind; the database last. Returns the names of what was still there. */
export async function endOrphans(dir) {
  const records = readRecords(path.join(dir, "processes.json"));
  const end = async (record) =>
    (await endProcess(record, record.name === "database" ? postgres : node)) ? record.name : null;
  const first = await Promise.all(records.filter(({ name }) => name !== "database").map(end));
  const last = await Promise.all(records.filter(({ name }) => name === "database").map(end));
  return [...first, ...last].filter((name) => name !== null);
}

function readRecords(file) {
  try {
    const list = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
