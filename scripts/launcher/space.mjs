// Is there room at all? Better said before half a database is written.
import { statfsSync } from "node:fs";
import { Problem } from "./messages.mjs";

const leastMb = 300;

export function freeMb(dir) {
  const { bavail, bsize } = statfsSync(dir);
  return Math.floor((bavail * bsize) / 1024 / 1024);
}

export function requireSpace(dir, wantedMb = leastMb) {
  const free = freeMb(dir);
  if (free >= wantedMb) return;
  throw new Problem(
    `The disk is full: ${free} MB are left where ${dir} lies, Connectus needs at least ${wantedMb} MB.`,
    "Free some space and start again.",
  );
}
