// After each npm install: node scripts/lockfile.mjs. Writes the packages of other systems into package-lock.json that
// npm leaves out where the registry does not carry them; without them `npm ci` refuses the lockfile everywhere.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { completeLock } from "./launcher/lockfile.mjs";
import { root } from "./launcher/settings.mjs";

const file = path.join(root, "package-lock.json");
const { lock, added } = completeLock(JSON.parse(readFileSync(file, "utf8")));
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length > 0 ? `Added: ${added.join(", ")}` : "The lockfile is complete.");
