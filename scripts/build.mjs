// npm start and npm test build by themselves; this is the same alone (for an image): node scripts/build.mjs
import { installIfNeeded } from "./launcher/install.mjs";
import { printProblem, say } from "./launcher/messages.mjs";

try {
  await installIfNeeded({ say });
  const { buildBundles, buildWeb } = await import("./launcher/build.mjs");
  const built = [await buildBundles({ say }), await buildWeb({ say })];
  if (!built.includes(true)) say("Everything is built already.");
} catch (error) {
  printProblem(error);
  process.exitCode = 1;
}
