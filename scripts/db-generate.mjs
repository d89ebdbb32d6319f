// Writes the next migration from drizzle/schema, then adds what drizzle-kit cannot say: partitions, unlogged.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const special = {
  records: ["CREATE TABLE", 'PARTITION BY HASH ("integration_id")'],
  logs: ["CREATE TABLE", 'PARTITION BY RANGE ("id")'],
  calls: ["CREATE TABLE", 'PARTITION BY RANGE ("id")'],
  sync_seen: ["CREATE UNLOGGED TABLE", ""],
};

const kit = spawnSync("npx", ["drizzle-kit", "generate", ...process.argv.slice(2)], { stdio: "inherit" });
if (kit.status !== 0) process.exit(kit.status ?? 1);

const dir = new URL("../drizzle/migrations/", import.meta.url);
for (const name of readdirSync(dir).filter((file) => file.endsWith(".sql"))) {
  const file = new URL(name, dir);
  const before = readFileSync(file, "utf8");
  const schemas = before.replace(/CREATE SCHEMA (?!IF)/g, "CREATE SCHEMA IF NOT EXISTS ");
  const after = schemas.replace(/CREATE TABLE "(\w+)" \(([\s\S]*?)\n\);/g, (whole, table, body) => {
    const rule = special[table];
    return rule ? `${rule[0]} "${table}" (${body}\n)${rule[1] ? ` ${rule[1]}` : ""};` : whole;
  });
  if (after !== before) writeFileSync(file, after);
}
