// npm start from the first line to the last: lock, secrets, database, build, demo, children, health; then watch.
import { installIfNeeded } from "./install.mjs";
import { takeLock } from "./lock.mjs";
import { trimLogs } from "./logs.mjs";
import { printProblem, say, timed } from "./messages.mjs";
import { createRegister, endOrphans } from "./orphans.mjs";
import { requireFreePort } from "./ports.mjs";
import { makeDir, readSettings } from "./settings.mjs";
import { requireSpace } from "./space.mjs";
import { createSupervisor } from "./supervise.mjs";

const stopOrder = ["web", "worker", "sandbox", "database"];

export async function run({ dev }) {
  const launch = { lock: null, supervisor: null, stopping: null };
  const stop = (code) => {
    launch.stopping ??= shutDown(launch, code);
    return launch.stopping;
  };
  // Whoever reads us may go (a closed terminal, `| head`): that is no reason to fall.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  watchSignals(launch, stop);
  watchParent(stop);
  process.on("exit", () => launch.supervisor?.killAll());
  try {
    await bringUp(launch, { dev, give: (problem) => fail(problem, stop) });
  } catch (error) {
    if (launch.stopping === null) fail(error, stop);
  }
}

function fail(error, stop) {
  printProblem(error);
  void stop(1);
}

async function bringUp(launch, { dev, give }) {
  const settings = readSettings({ dev });
  say(`Connectus starts in ${settings.dir}`);
  makeDir(settings.dir);
  requireSpace(settings.dir);
  launch.lock = takeLock(settings.dir, { url: settings.url });
  const other = settings.port + 10;
  const left = await endOrphans(settings.dir);
  if (left.length > 0) say(`The last run was cut off; ended what it left behind: ${left.join(", ")}.`);
  await requireFreePort(settings.port, settings.host, { name: "the app", other });
  if (settings.demo) await requireFreePort(settings.sandboxPort, "127.0.0.1", { name: "the sandbox", other });
  if (await installIfNeeded({ say })) say("Dependencies are installed.");

  const register = createRegister(settings.dir);
  launch.supervisor = createSupervisor({ dir: settings.dir, register, say, give });
  const { startEverything } = await import("./sequence.mjs");
  await startEverything({ settings, register, supervisor: launch.supervisor, lock: launch.lock });
  setInterval(() => trimLogs(settings.dir, stopOrder), 60_000).unref();
}

async function shutDown(launch, code) {
  const { took } = await timed(async () => launch.supervisor?.stopAll(stopOrder));
  launch.lock?.release();
  if (launch.supervisor) say(`All is stopped (${took}).`);
  process.exit(code);
}

// npm passes a Ctrl-C on although the terminal already did: the same one arrives twice within milliseconds.
function watchSignals(launch, stop) {
  let first = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (first === 0) {
        first = Date.now();
        say("Stopping …");
        void stop(0);
      } else if (Date.now() - first > 1_000) {
        launch.supervisor?.killAll();
        process.exit(1);
      }
    });
  }
}

// npm runs us through a shell that dies of a SIGTERM without passing it on: then our parent changes.
function watchParent(stop) {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent || parent === 1) return;
    clearInterval(watch);
    say("npm was stopped; stopping too …");
    void stop(0);
  }, 500);
  watch.unref();
}
