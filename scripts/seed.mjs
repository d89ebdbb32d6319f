// npm run seed -- demo: makes the demo workspace in the database of this Connectus (running or not). Twice = once.
import { installIfNeeded } from "./launcher/install.mjs";
import { Problem, printProblem, say } from "./launcher/messages.mjs";

try {
  await installIfNeeded({ say });
  const { withDatabase } = await import("./launcher/beside.mjs");
  if ((process.argv[2] ?? "demo") !== "demo") {
    throw new Problem(`There is no seed "${process.argv[2]}".`, "Use: npm run seed -- demo");
  }
  const { buildBundles } = await import("./launcher/build.mjs");
  const { readDemo, runSeed, writeDemo } = await import("./launcher/demo.mjs");
  await buildBundles({ say });
  await withDatabase(async ({ settings, env }) => {
    const made = await runSeed({ ...env, CONNECTUS_DEMO: "1" });
    if (made) writeDemo(settings, made);
    const account = made ?? readDemo(settings);
    say(made ? "The demo workspace is made." : "The demo workspace is there already; nothing was changed.");
    if (account) console.log(`  E-mail    ${account.email}\n  Password  ${account.password}`);
  });
} catch (error) {
  printProblem(error);
  process.exitCode = 1;
}
