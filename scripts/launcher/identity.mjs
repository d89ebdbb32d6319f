// Which process is behind a number. Process ids are reused, so a pid alone must never be killed.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** A text that is the same as long as the same process lives; null when there is none (or only its zombie). */
export function identify(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}:${fields[19]}`;
  } catch {
    return null;
  }
}

function fromPs(pid) {
  try {
    const options = { stdio: ["ignore", "pipe", "ignore"], encoding: "utf8" };
    return execFileSync("ps", ["-p", String(pid), "-o", "lstart="], options).trim() || null;
  } catch {
    return null;
  }
}

export function commandLine(pid) {
  try {
    if (process.platform === "linux")
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    const options = { stdio: ["ignore", "pipe", "ignore"], encoding: "utf8" };
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], options).trim();
  } catch {
    return "";
  }
}

/** True while exactly this process lives. */
export function isSame({ pid, identity }) {
  return typeof identity === "string" && identify(pid) === identity;
}

/**
 * Ends a recorded process with its group: each signal in turn, each with its time. Does nothing to a stranger who got
 * the number since. Returns whether it was there.
 */
export async function endProcess(record, signals) {
  if (!isSame(record)) return false;
  for (const { signal, graceMs } of signals) {
    signalGroup(record.pid, signal);
    if (await waitUntilGone(record, graceMs)) return true;
  }
  return true;
}

/** A process started in a group of its own takes its children with it. */
export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone in between.
    }
  }
}

async function waitUntilGone(record, ms) {
  const deadline = Date.now() + ms;
  while (isSame(record)) {
    if (Date.now() > deadline) return false;
    await wait(25);
  }
  return true;
}
