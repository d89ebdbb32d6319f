// npm run db:sql: one ordered, idempotent SQL file for Neon's editor (or psql), in .connectus/connectus.sql or where you say.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installIfNeeded } from "./launcher/install.mjs";
import { printProblem, say } from "./launcher/messages.mjs";
import { root } from "./launcher/settings.mjs";

try {
  await installIfNeeded({ say });
  const { build } = await import("esbuild");
  const { buildDir, bundleOptions } = await import("./launcher/bundles.mjs");
  const outfile = path.join(buildDir, "to-sql.mjs");
  await build(bundleOptions("drizzle/to-sql.ts", outfile));
  const { toSql } = await import(outfile);
  const file = path.resolve(process.argv[2] ?? path.join(root, ".connectus", "connectus.sql"));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, await toSql(path.join(root, "drizzle")));
  console.log(
    `Written: ${path.relative(process.cwd(), file)}. Run it as the owner of the database; running it again is harmless.`,
  );
} catch (error) {
  printProblem(error);
  process.exitCode = 1;
}
