// What this start is told: environment over .env.local over .env; paths, ports, and the environment of the children.
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { Problem } from "./messages.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

export function readSettings({ env = process.env, dev = false } = {}) {
  const merged = withoutBlanks({
    ...readEnvFile(".env"),
    ...readEnvFile(".env.local"),
    ...withoutBlanks(env),
  });
  const port = readPort(merged.PORT ?? "3000");
  const embedded = !merged.DATABASE_URL;
  const demo = merged.CONNECTUS_DEMO ? /^(1|true|yes|on)$/i.test(merged.CONNECTUS_DEMO) : embedded;
  return {
    env: merged,
    dev,
    embedded,
    demo,
    port,
    host: merged.CONNECTUS_HOST ?? "127.0.0.1",
    url: merged.CONNECTUS_URL ?? `http://localhost:${port}`,
    sandboxPort: port + 1,
    sandboxUrl: demo ? `http://127.0.0.1:${port + 1}` : undefined,
    dir: path.resolve(root, merged.CONNECTUS_DIR ?? ".connectus"),
  };
}

/** The environment of web, worker, sandbox and seed. What the operator set always wins. */
export function childEnv(settings, { secret, urls }) {
  const { env, port, url, dir, demo, dev, sandboxUrl, sandboxPort } = settings;
  return {
    ...env,
    ...(demo ? sandboxEnv(env, sandboxUrl, sandboxPort) : {}),
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(port),
    CONNECTUS_URL: url,
    CONNECTUS_DIR: dir,
    CONNECTUS_DEMO: demo ? "1" : "0",
    CONNECTUS_SECRET: secret,
    DATABASE_URL: urls.app,
    DATABASE_URL_SYSTEM: urls.system,
    DATABASE_URL_DIRECT: urls.owner,
  };
}

// With an app of their own the operator means the real HubSpot: then nothing points at the sandbox.
function sandboxEnv(env, sandboxUrl, sandboxPort) {
  const allow = [env.CONNECTUS_ALLOW_HOSTS, `127.0.0.1:${sandboxPort}`, `localhost:${sandboxPort}`];
  const base = { CONNECTUS_SANDBOX_URL: sandboxUrl, CONNECTUS_ALLOW_HOSTS: allow.filter(Boolean).join(",") };
  if (env.HUBSPOT_CLIENT_ID || env.CONNECTUS_BASE_URL_HUBSPOT) return base;
  return {
    ...base,
    CONNECTUS_BASE_URL_HUBSPOT: `${sandboxUrl}/hubspot`,
    HUBSPOT_CLIENT_ID: "sandbox-hubspot-client",
    HUBSPOT_CLIENT_SECRET: "sandbox-hubspot-secret",
  };
}

/** Makes the data directory. 0711: as root the database runs as another user, who must be able to walk through. */
export function makeDir(dir) {
  try {
    const made = makeFolders(dir);
    const closedToOthers = process.getuid?.() === 0 && (statSync(dir).mode & 0o001) === 0;
    if (made || closedToOthers) chmodSync(dir, 0o711);
    accessSync(dir, constants.W_OK);
    mkdirSync(path.join(dir, "logs"), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Problem(
      `Cannot write the folder ${dir} (${error.code ?? error.message}).`,
      "Give it to the user who runs Connectus, or set CONNECTUS_DIR to a folder that is writable.",
    );
  }
}

// Not `recursive`: Node 20 loops forever where a parent exists but refuses children with "no such file" (/proc).
function makeFolders(dir) {
  if (existsSync(dir)) return false;
  if (path.dirname(dir) !== dir) makeFolders(path.dirname(dir));
  mkdirSync(dir);
  return true;
}

function readEnvFile(name) {
  const file = path.join(root, name);
  return existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
}

function readPort(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_534) return port;
  throw new Problem(
    `PORT must be a number from 1 to 65534, not "${text}".`,
    "For example: PORT=3000 npm start",
  );
}

function withoutBlanks(env) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
}
