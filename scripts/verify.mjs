// npm run verify: types, lint and the tests that need neither a database nor a child process; under a minute.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { installIfNeeded } from "./launcher/install.mjs";
import { printProblem, say, timed } from "./launcher/messages.mjs";
import { root } from "./launcher/settings.mjs";
import { endWithUs } from "./testing/interrupt.mjs";

const folders = ["app", "components", "lib", "inngest", "drizzle", "sandbox", "scripts"];
const heavy =
  /testDatabase|createTestDatabase|startCluster|child_process|startSandbox|testing\/(?!architecture)/;

endWithUs();
try {
  await installIfNeeded({ say });
  const { lint, runVitest, types } = await import("./testing/stages.mjs");
  const { result, took } = await timed(async () => {
    const still = await Promise.all([types(), lint()]);
    return [...still, await runVitest(pureTests(), { name: "verify" })];
  });
  const failures = result.flatMap((stage) => stage.failures ?? []);
  for (const title of failures) console.log(`Failed: ${title}`);
  const sum = (key) => result.reduce((total, stage) => total + stage[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed (${took})`);
  process.exitCode = sum("failed") === 0 ? 0 : 1;
} catch (error) {
  printProblem(error);
  process.exitCode = 1;
}

function pureTests() {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .map((name) => path.join(folder, String(name)))
      .filter(
        (file) => /\.test\.tsx?$/.test(file) && !heavy.test(readFileSync(path.join(root, file), "utf8")),
      ),
  );
}
