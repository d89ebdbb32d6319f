// A real WordPress on loopback: MariaDB on a private port, PHP's built-in server, one site, one application password.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../postgres/cluster.mjs";
import { configFile, installScript, routerFile } from "./files.mjs";
import { ensurePackages, wordpressSource } from "./packages.mjs";

/**
 * Makes everything new in `dir` and starts it (about 10 s).
 * Resolves to `{ url, user, password, authorPassword, version, php, setRest, stop }`.
 */
export async function startWordpress({ dir, onLog = () => {} }) {
  ensurePackages(onLog);
  const root = path.resolve(dir);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  // MariaDB's own scripts break in a path with spaces: its files live beside the temporary ones.
  const databaseDir = mkdtempSync(path.join(tmpdir(), "connectus-mariadb-"));
  const database = await startMariadb(databaseDir);
  const site = path.join(root, "site");
  let web;
  const stop = async () => {
    await end(web);
    await end(database.child);
    rmSync(databaseDir, { recursive: true, force: true });
  };
  try {
    cpSync(wordpressSource, site, {
      recursive: true,
      dereference: true,
      filter: (file) => !file.endsWith("wp-config.php"),
    });
    if (existsSync(path.join(site, "wp-content"))) chmodSync(path.join(site, "wp-content"), 0o755);
    mkdirSync(path.join(site, "wp-content", "uploads"), { recursive: true });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    writeFileSync(path.join(site, "wp-config.php"), configFile({ url, database, salt: random }));
    writeFileSync(path.join(site, "router.php"), routerFile);
    const installed = runPhp(site, installScript({ adminPassword: random(), authorPassword: random() }));
    web = startPhp(site, port);
    await untilListening(port, web);
    return {
      url,
      ...installed,
      php: (code) => runPhp(site, `<?php require "wp-load.php"; ${code}`),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startMariadb(dir) {
  const port = await freePort();
  const socket = path.join("/tmp", `connectus-${randomBytes(5).toString("hex")}.sock`);
  const asRoot = process.getuid?.() === 0 ? ["--user=root"] : [];
  const made = spawnSync(
    "mariadb-install-db",
    [
      "--no-defaults",
      ...asRoot,
      `--datadir=${dir}`,
      "--auth-root-authentication-method=socket",
      `--auth-root-socket-user=${userInfo().username}`,
      "--skip-test-db",
    ],
    { encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`MariaDB could not be prepared: ${made.stderr || made.stdout}`);
  const child = spawn(
    "mariadbd",
    [
      "--no-defaults",
      ...asRoot,
      `--datadir=${dir}`,
      `--port=${port}`,
      `--socket=${socket}`,
      "--bind-address=127.0.0.1",
      "--innodb-flush-log-at-trx-commit=0",
      "--skip-name-resolve",
      "--innodb-buffer-pool-size=64M",
    ],
    { stdio: "ignore" },
  );
  await untilListening(port, child);
  const password = random();
  const sql = `create database wordpress character set utf8mb4; create user wp@'127.0.0.1' identified by '${password}'; grant all on wordpress.* to wp@'127.0.0.1';`;
  const ran = spawnSync("mariadb", ["--no-defaults", `--socket=${socket}`, "--user=root", "-e", sql], {
    encoding: "utf8",
  });
  if (ran.status !== 0) {
    await end(child);
    throw new Error(`MariaDB refused the site's database: ${ran.stderr}`);
  }
  return { child, port, password };
}

function startPhp(site, port) {
  return spawn(
    "php",
    ["-d", "upload_max_filesize=16M", "-d", "post_max_size=20M", "-S", `127.0.0.1:${port}`, "router.php"],
    {
      cwd: site,
      env: { ...process.env, PHP_CLI_SERVER_WORKERS: "4" },
      stdio: "ignore",
      detached: true, // its workers are children of their own: the group is ended as one
    },
  );
}

function runPhp(site, code) {
  const ran = spawnSync("php", ["-d", "display_errors=stderr"], {
    cwd: site,
    input: code,
    encoding: "utf8",
    timeout: 120_000,
  });
  const line = ran.stdout.trim().split("\n").at(-1) ?? "";
  if (ran.status !== 0) throw new Error(`PHP failed: ${ran.stderr || ran.stdout}`);
  return line.startsWith("{") || line.startsWith("[") ? JSON.parse(line) : line;
}

async function untilListening(port, child) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`a server of the real WordPress ended with code ${child.exitCode}`);
    if (await accepts(port)) return;
    await wait(50);
  }
  throw new Error("a server of the real WordPress did not come up within 60 s");
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

async function end(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    child.kill("SIGTERM");
  }
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await gone;
  clearTimeout(timer);
}

function random() {
  return randomBytes(24).toString("base64url");
}
