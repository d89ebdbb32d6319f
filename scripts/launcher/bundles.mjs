// What runs outside Next, bundled by esbuild: worker, sandbox, migrate, seed. Packages stay in node_modules.
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { Problem } from "./messages.mjs";
import { root } from "./settings.mjs";

/** Always inside the project, whatever CONNECTUS_DIR says: packages are looked up from here upwards. */
export const buildDir = path.join(root, ".connectus", "build");

const entries = {
  worker: "inngest/worker.ts",
  sandbox: "sandbox/main.ts",
  seed: "drizzle/seed/demo.ts",
  migrate: "drizzle/migrate.ts",
};

const migrateMain = `
import { migrateDatabase } from "./drizzle/migrate.ts";
const [url, folder] = [process.env.DATABASE_URL_DIRECT, process.env.CONNECTUS_MIGRATIONS ?? "drizzle"];
if (!url) throw new Error("DATABASE_URL_DIRECT is missing: migrations run as the owner of the database.");
await migrateDatabase(url, folder);
`;

export function bundleFile(name) {
  return path.join(buildDir, `${name}.mjs`);
}

/** esbuild options for one entry point of ours, e.g. "inngest/worker.ts". */
export function bundleOptions(entry, outfile) {
  const input =
    entry === entries.migrate
      ? { stdin: { contents: migrateMain, resolveDir: root, sourcefile: "migrate-main.ts", loader: "ts" } }
      : { entryPoints: [path.join(root, entry)] };
  return {
    ...input,
    outfile,
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    packages: "external",
    alias: { "server-only": path.join(root, "lib/testing/server-only.ts") },
    plugins: [nextEntries],
    logLevel: "silent",
  };
}

// Next has no `exports` map: outside its own compiler Node finds its entry points only with the extension.
const nextEntries = {
  name: "next-entries",
  setup(build) {
    build.onResolve({ filter: /^next\/[a-z-]+$/ }, ({ path: name }) => ({
      path: `${name}.js`,
      external: true,
    }));
  },
};

export async function bundle(names = Object.keys(entries)) {
  const { build, stop } = await import("esbuild");
  mkdirSync(buildDir, { recursive: true });
  const all = Promise.all(
    names.map(async (name) => {
      requireEntry(name);
      return build(bundleOptions(entries[name], bundleFile(name))).catch((error) => {
        throw buildProblem(entries[name], error);
      });
    }),
  );
  // Its helper process would stay as long as we do.
  await all.finally(() => stop());
}

/** For `npm run dev`: builds again at each change and calls `onChange`. Returns a function that ends it. */
export async function watchBundle(name, onChange) {
  const { context } = await import("esbuild");
  const options = bundleOptions(entries[name], bundleFile(name));
  let first = true;
  const report = {
    name: "report",
    setup: (build) =>
      build.onEnd(({ errors }) => {
        if (!first) onChange(errors.map((error) => toLine(error)));
        first = false;
      }),
  };
  const watched = await context({ ...options, plugins: [...options.plugins, report] });
  await watched.watch();
  return () => watched.dispose();
}

function requireEntry(name) {
  if (existsSync(path.join(root, entries[name]))) return;
  throw new Problem(
    `The file ${entries[name]} is missing.`,
    "Fetch it again from the repository (git status shows what is gone).",
  );
}

function buildProblem(entry, error) {
  const details = (error.errors ?? []).slice(0, 5).map(toLine).join("\n  ");
  return new Problem(
    `${entry} could not be built:\n  ${details || error.message}`,
    "Mend the named line and start again.",
  );
}

function toLine({ text, location }) {
  return location ? `${location.file}:${location.line}: ${text}` : text;
}
