// One supervisor per data directory: a file with its pid and the identity of that process.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { identify, isSame } from "./identity.mjs";
import { Problem } from "./messages.mjs";

/** Takes the lock or throws a Problem that names the one who holds it. `dead` is the lock of one who died, if any. */
export function takeLock(dir, details = {}, refusal = alreadyRunning) {
  const file = path.join(dir, "supervisor.json");
  const mine = {
    pid: process.pid,
    identity: identify(process.pid),
    startedAt: new Date().toISOString(),
    ...details,
  };
  const draft = path.join(dir, `supervisor.${process.pid}.tmp`);
  writeFileSync(draft, JSON.stringify(mine, null, 2), { mode: 0o600 });
  let dead = null;
  try {
    for (let round = 0; round < 5; round += 1) {
      // link() fails when the name exists, so two starters cannot both succeed.
      if (tryLink(draft, file)) return { file, dead, release: () => releaseLock(file) };
      const held = readLock(file);
      if (held && isSame(held)) throw refusal(held);
      dead = held ?? dead;
      setAside(file, held);
    }
    throw new Problem(`The lock ${file} keeps changing hands.`, "Wait a moment and start again.");
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Who holds the lock and lives, or null. */
export function liveSupervisor(dir) {
  const held = readLock(path.join(dir, "supervisor.json"));
  return held && isSame(held) ? held : null;
}

/** Adds what is known only later (the database's port) to the lock we hold. */
export function describeLock(lock, details) {
  const draft = `${lock.file}.${process.pid}.tmp`;
  writeFileSync(draft, JSON.stringify({ ...readLock(lock.file), ...details }, null, 2), { mode: 0o600 });
  renameSync(draft, lock.file);
}

function releaseLock(file) {
  if (readLock(file)?.pid === process.pid) rmSync(file, { force: true });
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

// Renamed before it is removed: if another starter was faster, the file we moved is theirs and goes back.
function setAside(file, judged) {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  const moved = readLock(aside);
  if (moved && moved.identity !== judged?.identity) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function alreadyRunning(held) {
  return new Problem(
    `Connectus is already running here (process ${held.pid}${held.url ? `, ${held.url}` : ""}).`,
    `Open ${held.url ?? "it"}, or stop it first with: kill ${held.pid}`,
  );
}
