// For commands beside npm start: the database of a running Connectus, or started for as long as the command needs it.

import { bundleFile } from "./bundles.mjs";
import { runNode } from "./child.mjs";
import {
  givenUrls,
  hasDatabase,
  prepareEmbedded,
  recordedUrls,
  rememberedPort,
  startDatabase,
} from "./database.mjs";
import { describeLock, liveSupervisor, takeLock } from "./lock.mjs";
import { lastWords, Problem } from "./messages.mjs";
import { endOrphans } from "./orphans.mjs";
import { loadSecret } from "./secrets.mjs";
import { childEnv, makeDir, readSettings, root } from "./settings.mjs";

/** `work({ settings, env, urls })` with a migrated database; `env` is the environment a child gets. */
export async function withDatabase(work) {
  const settings = readSettings();
  makeDir(settings.dir);
  const secret = loadSecret(settings.dir, settings.env, settings.embedded && hasDatabase(settings));
  const go = (urls) => work({ settings, urls, env: childEnv(settings, { secret, urls }) });
  if (!settings.embedded) return go(givenUrls(settings.env));
  if (liveSupervisor(settings.dir)) return go(await recordedUrls(settings));

  const lock = takeLock(settings.dir);
  try {
    await endOrphans(settings.dir);
    const port = await rememberedPort(settings);
    describeLock(lock, { databasePort: port });
    const cluster = await startDatabase(settings, { port, onLog: () => {} });
    try {
      const urls = await prepareEmbedded(cluster);
      await migrateBeside(childEnv(settings, { secret, urls }));
      return await go(urls);
    } finally {
      await cluster.stop();
    }
  } finally {
    lock.release();
  }
}

async function migrateBeside(env) {
  const { code, output } = await runNode([bundleFile("migrate")], { cwd: root, env });
  if (code !== 0)
    throw new Problem(`The database could not be migrated: ${lastWords(output)}`, "Run npm run doctor.");
}
