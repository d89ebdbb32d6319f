// Dependencies: installed when they are missing or the lockfile changed, else not touched (so it works offline).
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runToEnd } from "./child.mjs";
import { Problem } from "./messages.mjs";
import { root } from "./settings.mjs";

/** Returns true when something was installed. */
export async function installIfNeeded({ say = () => {}, dir = root } = {}) {
  const hash = createHash("sha256")
    .update(readFileSync(path.join(dir, "package-lock.json")))
    .digest("hex");
  const stamp = path.join(dir, "node_modules", ".connectus-installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8").trim() === hash) return false;
  const needed = !isInstalled(dir);
  if (needed) {
    say("Installing dependencies (once; one to three minutes) …");
    await npmCi(dir);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, `${hash}\n`);
  return needed;
}

/** Someone ran npm by hand: what npm wrote down as installed is what the lockfile asks for. */
export function isInstalled(dir) {
  const wanted = readPackages(path.join(dir, "package-lock.json"));
  const found = readPackages(path.join(dir, "node_modules", ".package-lock.json"));
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(([name, { version, optional, link, devOptional }]) => {
    if (name === "" || link) return true;
    const installed = found[name];
    return installed ? installed.version === version : Boolean(optional || devOptional);
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

async function npmCi(dir) {
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const strict = await runNpm(args, dir);
  if (strict.code === 0) return;
  if (!lacksOnlyPlatforms(strict.output)) throw new Problem(...explainNpm(strict.output));
  // --no-save keeps to the versions of the lockfile and does not write it.
  const lenient = await runNpm(["install", "--no-save", ...args.slice(1)], dir);
  if (lenient.code !== 0) throw new Problem(...explainNpm(lenient.output));
}

/** npm ci refuses a lockfile without the packages of other systems; npm names these without a version. */
export function lacksOnlyPlatforms(output) {
  const complaints = output.split("\n").filter((line) => /(Missing|Invalid): /.test(line));
  return complaints.length > 0 && complaints.every((line) => /Missing: \S+@ from lock file/.test(line));
}

export function runNpm(args, cwd, options = {}) {
  // npm tells its scripts where it lies; a bare name would miss it where only `node` is on the path.
  const cli = process.env.npm_execpath;
  const [command, full] = cli && /\.c?js$/.test(cli) ? [process.execPath, [cli, ...args]] : ["npm", args];
  return runToEnd(command, full, { cwd, env: { ...process.env, NODE_ENV: "development" }, ...options });
}

/** [sentence, fix] for the ways an installation fails. */
export function explainNpm(output) {
  if (/ENOSPC|No space left/i.test(output)) {
    return ["The disk is full: the dependencies need about 1 GB.", "Free some space and start again."];
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|network|ENOTCACHED/i.test(output)) {
    return [
      "The dependencies could not be fetched: the npm registry cannot be reached.",
      "Connect to the network (or set npm's proxy) for this first start; later starts work offline.",
    ];
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return [
      "The dependencies could not be written to node_modules.",
      "Make this folder writable for the user who starts.",
    ];
  }
  if (/can only install packages when your package\.json and package-lock\.json/i.test(output)) {
    return [
      "package.json and package-lock.json do not fit each other.",
      "Run npm install once and start again.",
    ];
  }
  if (/spawn npm ENOENT/.test(output))
    return ["npm was not found.", "Install Node together with npm, from https://nodejs.org."];
  const last = output.split("\n").filter(Boolean).slice(-3).join(" ");
  return [`npm ci failed: ${last}`, "Run npm ci by hand to see all of it."];
}
