// A Chromium for the journeys: the system's, else Playwright's, else Debian's package when we are root.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { runNode, runToEnd } from "../launcher/child.mjs";
import { root } from "../launcher/settings.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const apps = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The path of a browser that runs, or null. */
export async function findBrowser({ say }) {
  const present = systemBrowser() ?? (await playwrightBrowser());
  if (present) return present;
  say("Fetching a browser for the journeys (once) …");
  await runNode([path.join(root, "node_modules/@playwright/test/cli.js"), "install", "chromium"], {
    cwd: root,
  });
  const fetched = await playwrightBrowser();
  if (fetched) return fetched;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return null;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runToEnd("apt-get", ["update", "-q"], { env });
  await runToEnd("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], { env });
  return systemBrowser();
}

function systemBrowser() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const found = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return (
    [process.env.CONNECTUS_CHROMIUM, ...found, ...apps].find(
      (file) => file && existsSync(file) && runs(file),
    ) ?? null
  );
}

async function playwrightBrowser() {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return existsSync(file) && runs(file) ? file : null;
}

// A browser without its libraries, or a distribution's stub, is there but does not run.
function runs(file) {
  return spawnSync(file, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}
