// The demo workspace: seeded once, its sign-in kept in demo.json (0600) for people and scripts.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundleFile } from "./bundles.mjs";
import { runNode } from "./child.mjs";
import { lastWords, Problem } from "./messages.mjs";
import { root } from "./settings.mjs";

/** Runs the seed and returns { email, password, apiKey } when it made the demo account just now, else null. */
export async function runSeed(env) {
  const { code, out, output } = await runNode([bundleFile("seed")], { cwd: root, env });
  if (code === 0) return parseAccount(out);
  throw new Problem(`The demo data could not be made: ${lastWords(output)}`, "Run npm run doctor.");
}

export function readDemo(settings) {
  try {
    return JSON.parse(readFileSync(demoFile(settings), "utf8"));
  } catch {
    return null;
  }
}

/** Written anew at each start: the address may have changed. */
export function writeDemo(settings, account) {
  const { email, password, apiKey } = account;
  const content = { url: settings.url, email, password, apiKey, sandboxUrl: settings.sandboxUrl };
  const draft = `${demoFile(settings)}.tmp`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, demoFile(settings));
}

/**
 * Seeds when the account is not known yet, and always for a database that is not ours (it may be another one today).
 * `account` is null when it was made earlier and its password is not on file here.
 */
export async function ensureDemo(settings, env) {
  const known = readDemo(settings);
  const complete = Boolean(known?.email && known?.password);
  // Our own demo database without its sign-in on file: the demo person gets a new password and key.
  const renew = settings.embedded && !complete ? { CONNECTUS_DEMO_RENEW: "1" } : {};
  const made = complete && settings.embedded ? null : await runSeed({ ...env, ...renew });
  const account = made ?? (complete ? known : null);
  if (account) writeDemo(settings, account);
  return { account, fresh: made !== null };
}

function demoFile(settings) {
  return path.join(settings.dir, "demo.json");
}

function parseAccount(out) {
  const last = out.trim().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) return null;
  const account = JSON.parse(last);
  return account.email && account.password ? account : null;
}
