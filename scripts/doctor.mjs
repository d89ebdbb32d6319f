// npm run doctor: what an operator can get wrong, line by line, with what to do. Exit code 1 when something fails.
import { existsSync } from "node:fs";
import path from "node:path";
import { checkMachine } from "./doctor/machine.mjs";
import { checkSettings } from "./doctor/settings.mjs";
import { liveSupervisor } from "./launcher/lock.mjs";
import { explain } from "./launcher/messages.mjs";
import { readSettings, root } from "./launcher/settings.mjs";

const lines = [];
const report = (level, text, fix) => lines.push({ level, text, fix });

try {
  const settings = readSettings();
  const running = liveSupervisor(settings.dir);
  const installed = existsSync(path.join(root, "node_modules", "pg"));
  await checkMachine(settings, { running, installed, report });
  await checkSettings(settings, { running, report });
  if (installed) {
    const { checkDatabase } = await import("./doctor/database.mjs");
    const { checkConnectors } = await import("./doctor/connectors.mjs");
    await checkDatabase(settings, { running, report });
    await checkConnectors(settings, { report });
  }
} catch (error) {
  const { sentence, fix } = explain(error);
  report("fail", sentence, fix);
}

for (const { level, text, fix } of lines) {
  console.log(`${level.padEnd(5)} ${text}`);
  if (fix && level !== "ok") console.log(`      → ${fix}`);
}
const count = (level) => lines.filter((line) => line.level === level).length;
console.log(`\n${count("ok")} ok, ${count("warn")} to look at, ${count("fail")} to mend`);
process.exitCode = count("fail") > 0 ? 1 : 0;
