// Builds what is stale: the Next application and the bundles. Nothing to do is the usual case.
import { existsSync } from "node:fs";
import path from "node:path";
import { buildDir, bundle } from "./bundles.mjs";
import { lastLines, runNode } from "./child.mjs";
import { Problem, timed } from "./messages.mjs";
import { root } from "./settings.mjs";
import { hashSources, sources, stampOf } from "./sources.mjs";

export const nextBin = path.join(root, "node_modules", "next", "dist", "bin", "next");

const webStamp = stampOf(path.join(root, ".next", "connectus-sources"));
const bundleStamp = stampOf(path.join(buildDir, "sources"));

export async function buildBundles({ say }) {
  const hash = hashSources(root, sources.bundles);
  if (bundleStamp.read() === hash) return false;
  bundleStamp.clear();
  const { took } = await timed(() => bundle());
  bundleStamp.write(hash);
  say(`Worker, sandbox and migrations are built (${took}).`);
  return true;
}

/** `register` remembers the builder, so that it does not outlive a killed launcher. */
export async function buildWeb({ say, register }) {
  const hash = hashSources(root, sources.web);
  if (webStamp.read() === hash && existsSync(path.join(root, ".next", "BUILD_ID"))) return false;
  say("Building the app (the first time takes a minute or two) …");
  webStamp.clear();
  const { took } = await timed(() => nextBuild(register));
  webStamp.write(hash);
  say(`The app is built (${took}).`);
  return true;
}

// No database while building: a page that would ask for one at build time belongs to be rendered per request.
async function nextBuild(register) {
  const env = {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NO_COLOR: "1",
    FORCE_COLOR: "0",
    CONNECTUS_SECRET: "only-for-the-build-only-for-the-build",
    CONNECTUS_URL: "http://localhost:3000",
    DATABASE_URL: "postgres://build@127.0.0.1:9/none",
  };
  const onStart = (pid) => register?.add("build", pid);
  const { code, output } = await runNode([nextBin, "build"], { cwd: root, env, onStart });
  register?.remove("build");
  if (code === 0) return;
  if (/ENOSPC|No space left/i.test(output)) throw new Error("ENOSPC");
  const words = lastLines(output, 25).join("\n  ");
  throw new Problem(`The app could not be built:\n  ${words}`, "Mend the named file and start again.");
}
