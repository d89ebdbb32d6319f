// npm test: everything, stage after stage; a failed stage does not stop the others. Last line: "N passed, N failed".
import { installIfNeeded } from "./launcher/install.mjs";
import { takeLock } from "./launcher/lock.mjs";
import { Problem, printProblem, say, seconds } from "./launcher/messages.mjs";
import { makeDir } from "./launcher/settings.mjs";
import { endWithUs, interrupted } from "./testing/interrupt.mjs";

endWithUs();
try {
  process.exitCode = await main();
} catch (error) {
  printProblem(error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}

async function main() {
  if (await installIfNeeded({ say })) say("Dependencies are installed.");
  const { stages, testDir } = await import("./testing/stages.mjs");
  makeDir(testDir);
  const lock = takeLock(
    testDir,
    {},
    (held) =>
      new Problem(
        `The tests are already running here (process ${held.pid}).`,
        "Wait for them, or set CONNECTUS_TEST_DIR to another folder.",
      ),
  );
  try {
    const { endTestLeftovers } = await import("./testing/leftovers.mjs");
    await endTestLeftovers(testDir);
    return report(await runStages(chosen(stages)));
  } finally {
    lock.release();
  }
}

/** `npm test -- unit build` runs only these. */
function chosen(stages) {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((id) => !stages.some((stage) => stage.id === id));
  if (unknown)
    throw new Problem(`There is no stage "${unknown}".`, `Stages: ${stages.map(({ id }) => id).join(", ")}.`);
  return wanted.length > 0 ? stages.filter(({ id }) => wanted.includes(id)) : stages;
}

async function runStages(stages) {
  const done = [];
  for (const stage of stages) {
    if (interrupted()) break;
    say(`${stage.title} …`);
    const from = performance.now();
    const failedStages = done.filter(({ result }) => result.failed > 0).map(({ stage: { id } }) => id);
    const result = await stage.run({ failedStages }).catch((error) => {
      printProblem(error);
      return { passed: 0, failed: 1, failures: [error.message] };
    });
    done.push({ stage, result: { passed: 0, failed: 0, ...result }, took: performance.now() - from });
  }
  return done;
}

function report(done) {
  console.log("\nStage                                    passed  failed      time");
  for (const { stage, result, took } of done) {
    const numbers = [result.passed, result.failed].map((count) => String(count).padStart(8)).join("");
    console.log(
      `${stage.title.padEnd(39)}${numbers}${seconds(took).padStart(10)}${result.needs ? "  not run" : ""}`,
    );
  }
  for (const { result } of done) for (const title of result.failures ?? []) console.log(`Failed: ${title}`);
  const missing = done.flatMap(({ result }) => [
    ...(result.needs ? [result.needs] : []),
    ...(result.skipped ?? []),
  ]);
  for (const need of missing) console.log(`Not run: ${need}`);
  // In CI every need is met, or the run is red.
  const lacking = process.env.CI === "true" ? missing.length : 0;
  const sum = (key) => done.reduce((total, { result }) => total + result[key], 0);
  const failed = sum("failed") + lacking + (interrupted() ? 1 : 0);
  console.log(`${sum("passed")} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
