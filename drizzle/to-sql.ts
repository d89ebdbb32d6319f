import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

interface Journal {
  entries: { when: number; tag: string }[];
}

/**
 * All migrations and policies as one ordered SQL text for an editor such as Neon's. Idempotent: each migration runs once,
 * noted where the migrator looks, so that the text and `npm start` can follow each other in any order.
 */
export async function toSql(folder: string): Promise<string> {
  const migrations = path.join(folder, "migrations");
  const journal = JSON.parse(
    await readFile(path.join(migrations, "meta", "_journal.json"), "utf8"),
  ) as Journal;
  const steps = await Promise.all(
    journal.entries.map(async ({ tag, when }) => {
      const text = await readFile(path.join(migrations, `${tag}.sql`), "utf8");
      return onceOnly(tag, when, text);
    }),
  );
  const policyDir = path.join(folder, "policies");
  const names = (await readdir(policyDir)).filter((name) => name.endsWith(".sql")).sort();
  const policies = await Promise.all(
    names.map(async (name) => `-- ${name}\n${await readFile(path.join(policyDir, name), "utf8")}`),
  );
  return ["begin;", ledger, ...steps, ...policies, "commit;", ""].join("\n\n");
}

const ledger = `create schema if not exists gate;
create schema if not exists engine;
create schema if not exists drizzle;
create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);`;

function onceOnly(tag: string, when: number, text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  const statements = text
    .split("--> statement-breakpoint")
    .map((statement) => statement.trim())
    .filter(Boolean)
    .map((statement) => `  execute $statement$${statement}$statement$;`);
  return `-- ${tag}
do $migration$
begin
  if exists (select from drizzle.__drizzle_migrations where created_at >= ${when}) then return; end if;
${statements.join("\n")}
  insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', ${when});
end $migration$;`;
}
