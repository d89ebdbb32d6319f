// Makes a cluster: passwords, initdb into a directory beside, renamed when complete.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { Problem } from "../launcher/messages.mjs";

const major = "18";

/** Returns true when it made the cluster. Throws one sentence when what lies there is not ours to run. */
export function createIfMissing(place, secrets, options) {
  const { dataDir } = place;
  const found = versionIn(dataDir);
  if (found === major) return false;
  if (found !== null) {
    throw new Problem(
      `The database in ${dataDir} was made by PostgreSQL ${found}, this Connectus brings ${major}.`,
      "Restore a backup into an empty directory, or move the old one away.",
    );
  }
  const scratch = prepareFolders(dataDir);
  try {
    initialise(path.join(scratch, "data"), { place, secrets, options, scratch });
    // Only a complete cluster gets the name: a first start that is killed begins again.
    renameSync(path.join(scratch, "data"), dataDir);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return true;
}

/** The passwords of a cluster. Lost ones cannot be guessed: a cluster without them is refused. */
export function loadSecrets(file, place) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  if (versionIn(place.dataDir) !== null) {
    throw new Problem(
      `${file} is gone: it holds the passwords of the database in ${place.dataDir}.`,
      "Put it back from a backup, or move that directory away to begin anew.",
    );
  }
  const random = () => randomBytes(24).toString("base64url");
  const secrets = { superuser: random(), owner: random(), app: random(), system: random() };
  makeParent(path.dirname(file));
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

function versionIn(dataDir) {
  try {
    return readFileSync(path.join(dataDir, "PG_VERSION"), "utf8").trim();
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw unwritable(dataDir, error);
  }
}

function prepareFolders(dataDir) {
  try {
    makeParent(path.dirname(dataDir));
    for (const left of readdirSync(path.dirname(dataDir))) {
      if (left.startsWith(".new-"))
        rmSync(path.join(path.dirname(dataDir), left), { recursive: true, force: true });
    }
    if (existsSync(dataDir)) rmdirSync(dataDir);
    return mkdtempSync(path.join(path.dirname(dataDir), ".new-"));
  } catch (error) {
    if (error.code === "ENOTEMPTY" || error.code === "ENOTDIR") {
      throw new Problem(
        `${dataDir} holds something that is not a database.`,
        "Move it away and start again.",
      );
    }
    throw unwritable(dataDir, error);
  }
}

function initialise(dataDir, { place, secrets, options, scratch }) {
  const passwordFile = path.join(scratch, "password");
  writeFileSync(passwordFile, `${secrets.superuser}\n`, { mode: 0o600 });
  if (options.uid !== undefined) {
    for (const name of [scratch, passwordFile]) chownSync(name, options.uid, options.gid);
  }
  const auth = ["-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const text = ["-E", "UTF8", "--locale=C", "--no-instructions"];
  const made = spawnSync(
    path.join(place.native, "bin", "initdb"),
    ["-D", dataDir, ...auth, ...text],
    options,
  );
  if (made.status === 0) return;
  const words = String(made.stderr ?? made.error)
    .trim()
    .split("\n")
    .slice(-2)
    .join(" ");
  throw new Error(`The database could not be created in ${place.dataDir}: ${words}`);
}

// 0711 whatever the umask: as root the server runs as another user, who must be able to walk through.
function makeParent(dir) {
  if (mkdirSync(dir, { recursive: true })) chmodSync(dir, 0o711);
}

function unwritable(dataDir, error) {
  if (error.code === "ENOSPC") return error;
  return new Problem(
    `Cannot write the database directory ${dataDir}: ${error.code ?? error.message}.`,
    "Make it writable for the user who runs Connectus, or set CONNECTUS_DIR to another folder.",
  );
}
