// One PostgreSQL cluster as a child process: start, stop. Loopback only, scram, random password.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { commandLine, endProcess, identify } from "../launcher/identity.mjs";
import { Problem } from "../launcher/messages.mjs";
import { placeCluster } from "./binaries.mjs";
import { createIfMissing, loadSecrets } from "./create.mjs";

/**
 * Starts (and on first use creates) the cluster in `dir`; the superuser's password lies in `dir/../postgres.json`
 * or in `secretsFile`, mode 0600. Resolves once it accepts connections.
 * `takeOver`: only for a caller that holds a lock on `dir`. A server still running there is then a leftover and ended.
 */
export async function startCluster({
  dir,
  secretsFile,
  port,
  flags = [],
  takeOver = false,
  onLog = () => {},
}) {
  const place = placeCluster(path.resolve(dir));
  const secrets = loadSecrets(
    secretsFile ?? path.join(path.dirname(path.resolve(dir)), "postgres.json"),
    place,
  );
  const options = { ...place.ids, stdio: ["ignore", "pipe", "pipe"], cwd: "/" };
  const created = createIfMissing(place, secrets, options);
  if (takeOver) await endServer(place.dataDir);
  const chosenPort = port ?? (await freePort());

  const deadline = Date.now() + 30_000;
  for (;;) {
    const attempt = await tryStart({ place, options, port: chosenPort, flags, onLog });
    if (attempt.child) {
      return {
        port: chosenPort,
        created,
        dataDir: place.dataDir,
        child: attempt.child,
        superuserUrl: (database = "postgres") =>
          `postgres://postgres:${encodeURIComponent(secrets.superuser)}@127.0.0.1:${chosenPort}/${database}`,
        secrets,
        stop: () => stop(attempt.child),
      };
    }
    // After a kill -9 the lock file can name a process that is still dying.
    if (
      !/postmaster\.pid|lock file|shared memory|starting up|could not bind/i.test(attempt.output) ||
      Date.now() > deadline
    ) {
      throw notStarted(place.dataDir, reasonOf(attempt.output));
    }
    await wait(500);
  }
}

function tryStart({ place, options, port, flags, onLog }) {
  return new Promise((resolve) => {
    const child = spawn(
      path.join(place.native, "bin", "postgres"),
      [
        "-D",
        place.dataDir,
        "-p",
        String(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
        ...flags,
      ],
      { ...options, detached: true },
    );
    let output = "";
    let done = false;
    const settle = (result) => {
      if (!done) {
        done = true;
        clearInterval(watch);
        resolve(result);
      }
    };
    const read = (chunk) => {
      const text = String(chunk);
      if (!done) output += text;
      onLog(text);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", (error) => settle({ output: String(error) }));
    child.on("exit", () => settle({ output }));
    const watch = setInterval(() => {
      if (isReady(place.dataDir, child.pid)) settle({ child, output });
    }, 25);
  });
}

/** Ends the server that a killed run left in `dir`. Only for a caller that holds a lock on `dir`. */
export function endLeftover(dir) {
  return endServer(placeCluster(path.resolve(dir)).dataDir);
}

// A server whose lock file names it and whose command line names our directory: nobody else's.
async function endServer(dataDir) {
  try {
    const pid = Number(readFileSync(path.join(dataDir, "postmaster.pid"), "utf8").split("\n")[0]);
    if (!commandLine(pid).includes(dataDir)) return;
    const signals = ["SIGINT", "SIGQUIT", "SIGKILL"].map((signal) => ({ signal, graceMs: 4_000 }));
    await endProcess({ pid, identity: identify(pid) }, signals);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

function notStarted(dataDir, reason) {
  const sentence = `The database in ${dataDir} did not start: ${reason}`;
  if (/No space left|Permission denied/i.test(reason)) return new Error(sentence);
  return new Problem(
    sentence,
    "Restore a backup, or move that directory away to begin anew. Its log is in .connectus/logs.",
  );
}

function reasonOf(output) {
  const lines = output.trim().split("\n");
  const serious = lines.map((line) => /(?:FATAL|PANIC|DETAIL|HINT):\s*(.*)/.exec(line)?.[1]).filter(Boolean);
  return (serious.length > 0 ? serious : lines).slice(-3).join(" ");
}

// Not read from the log: its level is the operator's to choose.
function isReady(dataDir, pid) {
  try {
    const lines = readFileSync(path.join(dataDir, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT"); // fast shutdown
  const timer = setTimeout(() => child.kill("SIGQUIT"), 4_000);
  await gone;
  clearTimeout(timer);
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
