// The order of a start: database and build at once, then migrations, demo data, children, health.

import { rmSync } from "node:fs";
import path from "node:path";
import { buildBundles, buildWeb } from "./build.mjs";
import { bundleFile, watchBundle } from "./bundles.mjs";
import { runNode } from "./child.mjs";
import { givenUrls, hasDatabase, prepareEmbedded, rememberedPort } from "./database.mjs";
import { ensureDemo } from "./demo.mjs";
import { waitForGreen } from "./health.mjs";
import { describeLock } from "./lock.mjs";
import { lastWords, Problem, printProblem, say, timed } from "./messages.mjs";
import { loadSecret } from "./secrets.mjs";
import { databaseService, sandboxService, webService, workerService } from "./services.mjs";
import { childEnv, root } from "./settings.mjs";

export async function startEverything({ settings, register, supervisor, lock }) {
  const secret = loadSecret(settings.dir, settings.env, settings.embedded && hasDatabase(settings));
  const [urls] = await Promise.all([
    openDatabase({ settings, supervisor, lock }),
    buildBundles({ say }),
    settings.dev ? null : buildWeb({ say, register }),
  ]);
  const env = childEnv(settings, { secret, urls });
  await migrate(urls.owner, env);

  if (settings.demo) await supervisor.add(sandboxService(settings, env));
  const account = settings.demo ? await seed(settings, env) : null;
  await supervisor.add(workerService(env));
  await supervisor.add(webService(settings, env));
  await waitUntilWell(settings);
  if (settings.dev) await watchSources(settings, supervisor);
  supervisor.ready();
  announce(settings, account);
}

async function openDatabase({ settings, supervisor, lock }) {
  if (!settings.embedded) {
    say("DATABASE_URL is set: the built-in database stays off.");
    return givenUrls(settings.env);
  }
  const port = await rememberedPort(settings);
  const holder = {};
  const { took } = await timed(() => supervisor.add(databaseService(settings, port, holder)));
  describeLock(lock, { databasePort: port });
  // An account of a database that is no more would be shown to the newcomer.
  if (holder.cluster.created) rmSync(path.join(settings.dir, "demo.json"), { force: true });
  say(`The database ${holder.cluster.created ? "is made and " : ""}runs on port ${port} (${took}).`);
  return prepareEmbedded(holder.cluster);
}

async function migrate(owner, env) {
  if (!owner) {
    say(
      "DATABASE_URL_DIRECT is not set: migrations are left to you (npm run doctor says whether one is due).",
    );
    return;
  }
  const { result, took } = await timed(() => runNode([bundleFile("migrate")], { cwd: root, env }));
  if (result.code !== 0) {
    throw new Problem(
      `The database could not be migrated: ${lastWords(result.output)}`,
      "Run npm run doctor.",
    );
  }
  say(`The schema is up to date (${took}).`);
}

async function seed(settings, env) {
  await waitForGreen(`http://127.0.0.1:${settings.sandboxPort}/health`, {
    name: "The sandbox",
    timeoutMs: 20_000,
  });
  const { result, took } = await timed(() => ensureDemo(settings, env));
  if (result.fresh) say(`The demo workspace is made (${took}).`);
  return result.account;
}

async function waitUntilWell(settings) {
  say(
    settings.dev
      ? "Starting the app (each page is built when first opened) …"
      : "Starting the app and the worker …",
  );
  await waitForGreen(`http://127.0.0.1:${settings.port}/api/health`, {
    name: "The app",
    timeoutMs: settings.dev ? 180_000 : 60_000,
  });
}

async function watchSources(settings, supervisor) {
  for (const name of settings.demo ? ["worker", "sandbox"] : ["worker"]) {
    await watchBundle(name, (errors) => {
      if (errors.length > 0) say(`The ${name} is not rebuilt: ${errors[0]}`);
      else
        supervisor.restart(name).then(() => say(`The ${name} is rebuilt and started again.`), printProblem);
    });
  }
}

function announce(settings, account) {
  say("Connectus is ready.\n");
  console.log(`  Address   ${settings.url}`);
  if (account) {
    console.log(`  E-mail    ${account.email}`);
    console.log(`  Password  ${account.password}`);
  } else if (settings.demo) {
    console.log(
      "  The demo account was made earlier and its password is not on file here (demo.json is gone).",
    );
  }
  if (settings.demo) console.log(`  Sandbox   ${settings.sandboxUrl}`);
  console.log(`\n  Logs are in ${path.join(settings.dir, "logs")}. Stop with Ctrl-C.\n`);
}
