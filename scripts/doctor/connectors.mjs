// The app credentials of connectors that sign in with OAuth.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, stop } from "esbuild";
import { buildDir, bundleOptions } from "../launcher/bundles.mjs";

export async function checkConnectors({ env, demo }, { report }) {
  for (const { slug, displayName, authType } of await readCatalog()) {
    if (authType !== "oauth2") continue;
    const prefix = slug.toUpperCase().replaceAll("-", "_");
    const names = [`${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`];
    const set = names.filter((name) => env[name]);
    if (set.length === 2) report("ok", `${displayName}: the app credentials are set`);
    else if (set.length === 1)
      report("fail", `${displayName}: only ${set[0]} is set`, `Set ${names.join(" and ")}.`);
    else if (demo) report("ok", `${displayName}: connects to the sandbox (no app credentials set)`);
    else
      report(
        "warn",
        `${displayName}: nobody can connect it yet`,
        `Make an app at ${displayName} and set ${names.join(" and ")}.`,
      );
  }
}

async function readCatalog() {
  mkdirSync(buildDir, { recursive: true });
  const outfile = path.join(buildDir, "catalog.mjs");
  await build(bundleOptions("lib/connectors/catalog.ts", outfile)).finally(() => stop());
  const { catalog } = await import(pathToFileURL(outfile).href);
  return catalog;
}
