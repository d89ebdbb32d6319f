// One PostgreSQL cluster as a child process: create, start, stop. Loopback only, scram, random password.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { placeCluster } from "./binaries.mjs";

const major = "18";

/**
 * Starts (and on first use creates) the cluster in `dir`; the superuser's password lies in `dir/../postgres.json`
 * or in `secretsFile`, mode 0600. Resolves once it accepts connections.
 */
export async function startCluster({ dir, secretsFile, port, flags = [], onLog = () => {} }) {
  const place = placeCluster(path.resolve(dir));
  const secrets = loadSecrets(secretsFile ?? path.join(path.dirname(path.resolve(dir)), "postgres.json"));
  const options = { ...place.ids, stdio: ["ignore", "pipe", "pipe"], cwd: "/" };
  createIfMissing(place, secrets, options);
  const chosenPort = port ?? (await freePort());

  const deadline = Date.now() + 30_000;
  for (;;) {
    const attempt = await tryStart({ place, options, port: chosenPort, flags, onLog });
    if (attempt.child) {
      return {
        port: chosenPort,
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
      throw new Error(
        `The database did not start:\n${attempt.output.trim().split("\n").slice(-6).join("\n")}`,
      );
    }
    await wait(500);
  }
}

function createIfMissing(place, secrets, options) {
  const versionFile = path.join(place.dataDir, "PG_VERSION");
  if (existsSync(versionFile)) {
    const found = readFileSync(versionFile, "utf8").trim();
    if (found !== major) {
      throw new Error(
        `The database in ${place.dataDir} was made by PostgreSQL ${found}, this Connectus brings ${major}. ` +
          "Restore a backup into an empty directory, or move the old one away.",
      );
    }
    return;
  }
  try {
    mkdirSync(path.dirname(place.dataDir), { recursive: true, mode: 0o711 });
    mkdirSync(place.dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(
      `Cannot write the database directory ${place.dataDir}: ${error.code ?? error.message}. Make it writable or set CONNECTUS_DIR.`,
    );
  }
  if (options.uid !== undefined) chownSync(place.dataDir, options.uid, options.gid);
  const scratch = mkdtempSync(path.join(tmpdir(), "connectus-"));
  const passwordFile = path.join(scratch, "password");
  writeFileSync(passwordFile, `${secrets.superuser}\n`, { mode: 0o600 });
  if (options.uid !== undefined) {
    chownSync(scratch, options.uid, options.gid);
    chownSync(passwordFile, options.uid, options.gid);
  }
  const made = spawnSync(
    path.join(place.native, "bin", "initdb"),
    [
      "-D",
      place.dataDir,
      "-U",
      "postgres",
      "--auth=scram-sha-256",
      `--pwfile=${passwordFile}`,
      "-E",
      "UTF8",
      "--locale=C",
      "--no-instructions",
    ],
    options,
  );
  rmSync(scratch, { recursive: true, force: true });
  if (made.status !== 0) {
    throw new Error(
      `The database could not be created in ${place.dataDir}: ${String(made.stderr ?? made.error).trim()}`,
    );
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
  const timer = setTimeout(() => child.kill("SIGQUIT"), 10_000);
  await gone;
  clearTimeout(timer);
}

function loadSecrets(file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const random = () => randomBytes(24).toString("base64url");
  const secrets = { superuser: random(), owner: random(), app: random(), system: random() };
  // 0711: as root the server runs as another user, who must be able to walk through.
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o711 });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
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
