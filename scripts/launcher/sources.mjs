// Is a build older than its sources? By content, not by time: a fresh clone or a checkout changes every time.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const shared = ["lib", "drizzle", "inngest", "package-lock.json", "tsconfig.json"];

/** What each build is made of. */
export const sources = {
  web: [
    ...shared,
    "app",
    "components",
    "public",
    "proxy.ts",
    "instrumentation.ts",
    "next.config.mjs",
    "postcss.config.mjs",
  ],
  bundles: [...shared, "sandbox", "scripts/launcher/bundles.mjs"],
};

/** One hash over path and content of all files below `names`; tests do not count. */
export function hashSources(root, names) {
  const hash = createHash("sha256");
  for (const file of names.flatMap((name) => listFiles(root, name)).sort()) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function listFiles(root, name) {
  const full = path.join(root, name);
  if (!existsSync(full)) return [];
  if (/\.[a-z]+$/.test(name)) return [name];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) =>
      path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/"),
    );
}

/** The stamp of the last complete build; removed before a build begins, so that a broken one is not taken for done. */
export function stampOf(file) {
  return {
    read: () => (existsSync(file) ? readFileSync(file, "utf8").trim() : ""),
    clear: () => rmSync(file, { force: true }),
    write: (hash) => {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `${hash}\n`);
    },
  };
}
