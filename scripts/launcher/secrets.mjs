// The instance's secret: from the environment, else made once and kept in secrets.json (0600).
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Problem } from "./messages.mjs";

const makeOne = "node -e \"console.log(require('crypto').randomBytes(32).toString('base64'))\"";

/** `databaseExists`: then a missing file is a loss, not a first start, and a new secret could open nothing. */
export function loadSecret(dir, env, databaseExists) {
  const given = env.CONNECTUS_SECRET || env.INTEGRATION_APP_SECRET || env.ENCRYPTION_KEY;
  if (given) return checked(given, "CONNECTUS_SECRET");

  const file = path.join(dir, "secrets.json");
  if (existsSync(file)) {
    chmodSync(file, 0o600);
    return checked(readSecret(file), file);
  }
  if (databaseExists) {
    throw new Problem(
      `${file} is gone although a database exists. Without it the saved credentials cannot be opened.`,
      `Put the file back from a backup or set CONNECTUS_SECRET to its value. To begin anew, move ${dir} away.`,
    );
  }
  const secret = randomBytes(32).toString("base64");
  writeFileSync(file, `${JSON.stringify({ CONNECTUS_SECRET: secret }, null, 2)}\n`, {
    mode: 0o600,
    flag: "wx",
  });
  return secret;
}

function readSecret(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).CONNECTUS_SECRET;
  } catch (error) {
    throw new Problem(
      `${file} cannot be read: ${error.message}.`,
      "Put the file back from a backup, or set CONNECTUS_SECRET to its value.",
    );
  }
}

function checked(secret, where) {
  if (typeof secret === "string" && secret.length >= 32) return secret;
  throw new Problem(
    `The secret in ${where} is too short: it must have at least 32 characters.`,
    `Make one with: ${makeOne}`,
  );
}
