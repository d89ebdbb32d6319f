// npm run bench -- B07: each bench/<id>*.ts in a process and a throwaway database of its own. Without an id: all.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { installIfNeeded } from "./launcher/install.mjs";
import { Problem, printProblem, say } from "./launcher/messages.mjs";
import { makeDir, root } from "./launcher/settings.mjs";
import { endWithUs } from "./testing/interrupt.mjs";

endWithUs();
try {
  await installIfNeeded({ say });
  process.exitCode = await main(process.argv[2]?.toLowerCase());
} catch (error) {
  printProblem(error);
  process.exitCode = 1;
}

async function main(id) {
  const files = readdirSync(path.join(root, "bench"))
    .filter((name) => /^b\d\d.*\.ts$/i.test(name))
    .sort();
  const wanted = id ? files.filter((name) => name.toLowerCase().startsWith(id)) : files;
  if (wanted.length === 0)
    throw new Problem(`There is no benchmark ${id ?? ""} in bench/.`, `There are: ${files.join(", ")}.`);

  const { build } = await import("esbuild");
  const { buildDir, bundleOptions } = await import("./launcher/bundles.mjs");
  const { buildBundles } = await import("./launcher/build.mjs");
  const { lastLines, runNode } = await import("./launcher/child.mjs");
  await buildBundles({ say });
  const results = [];
  for (const name of wanted) {
    say(`${name} …`);
    const outfile = path.join(buildDir, "bench", name.replace(/\.ts$/, ".mjs"));
    await build(bundleOptions(`bench/${name}`, outfile));
    const { code, out } = await withThrowaway((env) =>
      runNode(["--expose-gc", outfile], { cwd: root, env, show: true }),
    );
    if (code !== 0) throw new Problem(`${name} failed.`, "Its words stand above.");
    results.push(lastLines(out, 1)[0]);
  }
  if (results.length > 1) console.log(`\n${results.join("\n")}`);
  return 0;
}

/** A cluster from the migrations, with PostgreSQL's own defaults (a benchmark without fsync measures nothing). */
async function withThrowaway(work) {
  const { startCluster } = await import("./postgres/cluster.mjs");
  const { prepareDatabase } = await import("./postgres/roles.mjs");
  const { bundleFile } = await import("./launcher/bundles.mjs");
  const { runNode } = await import("./launcher/child.mjs");
  const testDir = path.resolve(root, process.env.CONNECTUS_TEST_DIR ?? ".connectus/test");
  const dir = path.join(testDir, `bench-${process.pid}`);
  makeDir(testDir);
  makeDir(dir);
  mkdirSync(path.join(dir, "data"), { recursive: true });
  const cluster = await startCluster({
    dir: path.join(dir, "postgres"),
    flags: ["-c", "max_connections=200"],
  });
  try {
    const urls = await prepareDatabase({ cluster, database: "bench" });
    const env = benchEnv(dir, cluster, urls);
    const migrated = await runNode([bundleFile("migrate")], { cwd: root, env });
    if (migrated.code !== 0)
      throw new Problem(`The database could not be migrated: ${migrated.output}`, "Mend the migration.");
    return await work(env);
  } finally {
    await cluster.stop();
    rmSync(cluster.dataDir, { recursive: true, force: true });
    rmSync(dir, { recursive: true, force: true });
  }
}

function benchEnv(dir, cluster, urls) {
  return {
    ...process.env,
    NODE_ENV: "production",
    DATABASE_URL: urls.app,
    DATABASE_URL_SYSTEM: urls.system,
    DATABASE_URL_DIRECT: urls.owner,
    DATABASE_URL_SUPERUSER: cluster.superuserUrl("bench"),
    CONNECTUS_SECRET: "bench-secret-bench-secret-bench-secret",
    CONNECTUS_URL: "http://127.0.0.1:3000",
    CONNECTUS_DIR: path.join(dir, "data"),
    CONNECTUS_LOG_LEVEL: process.env.CONNECTUS_LOG_LEVEL ?? "silent",
    CONNECTUS_BUILD_DIR: path.join(root, ".connectus", "build"),
  };
}
