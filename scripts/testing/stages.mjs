// What npm test runs, in order. A stage answers { passed, failed, skipped, failures }, or names what it lacks.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { lastLines, runNode } from "../launcher/child.mjs";
import { printProblem, say } from "../launcher/messages.mjs";
import { root } from "../launcher/settings.mjs";
import { findBrowser } from "./browser.mjs";
import { readPlaywright, readVitest } from "./results.mjs";

const bin = (name) => path.join(root, "node_modules", name);
export const testDir = path.resolve(root, process.env.CONNECTUS_TEST_DIR ?? ".connectus/test");

export const stages = [
  { id: "types", title: "Types", run: types },
  { id: "lint", title: "Lint and format", run: lint },
  { id: "unit", title: "Architecture, unit and database tests", run: unit },
  { id: "build", title: "Build", run: build },
  { id: "journeys", title: "Browser journeys", run: journeys },
  { id: "wordpress", title: "A real WordPress", run: wordpress },
];

export async function types() {
  if (existsSync(path.join(root, "app"))) {
    // Next's own types of routes and pages: without them tsc judges the last build's.
    const made = await runNode([bin("next/dist/bin/next"), "typegen"], { cwd: root, env: nextEnv() });
    if (made.code !== 0) return one("next typegen", made);
  }
  return one("tsc", await runNode([bin("typescript/bin/tsc"), "--noEmit"], { cwd: root }));
}

export async function lint() {
  return one(
    "biome",
    await runNode([bin("@biomejs/biome/bin/biome"), "check", "--colors=off", "."], { cwd: root }),
  );
}

async function unit() {
  return runVitest([]);
}

/** Vitest with a JSON report; `args` narrow it down. */
export async function runVitest(args, { name = "vitest", env = {} } = {}) {
  const report = freshReport(name);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await runNode([bin("vitest/vitest.mjs"), "run", ...reporters, ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "test", CONNECTUS_TEST_DIR: testDir, ...env },
    show: true,
  });
  return { ...readVitest(report, code), report };
}

async function build() {
  const { buildBundles, buildWeb } = await import("../launcher/build.mjs");
  try {
    await buildBundles({ say });
    await buildWeb({ say });
    return { passed: 1, failed: 0 };
  } catch (error) {
    printProblem(error);
    return { passed: 0, failed: 1, failures: ["the build"] };
  }
}

async function journeys({ failedStages }) {
  const config = ["playwright.config.ts", "e2e/playwright.config.ts"].find((name) =>
    existsSync(path.join(root, name)),
  );
  if (!config) return { passed: 0, failed: 1, failures: ["there is no playwright.config.ts"] };
  if (failedStages.includes("build")) return { passed: 0, failed: 1, failures: ["journeys need the build"] };
  const browser = await findBrowser({ say });
  if (!browser) return { needs: "browser journeys (need Chromium: install it, or run as root on Debian)" };
  const report = freshReport("playwright");
  const args = ["test", `--config=${config}`, "--reporter=list,json"];
  const { code } = await runNode([bin("@playwright/test/cli.js"), ...args], {
    cwd: root,
    env: {
      ...process.env,
      CONNECTUS_CHROMIUM: browser,
      CONNECTUS_TEST_DIR: testDir,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
    show: true,
  });
  return readPlaywright(report, code);
}

/** Against a WordPress from Debian's packages; they are installed when root. */
async function wordpress() {
  const { ensurePackages } = await import("../wordpress/packages.mjs");
  try {
    ensurePackages(say);
  } catch (error) {
    if (!error.need) throw error;
    return { needs: error.need };
  }
  return runVitest(["--config=vitest.real.config.ts"], { name: "wordpress" });
}

function one(name, { code, output }) {
  if (code === 0) return { passed: 1, failed: 0 };
  console.log(lastLines(output, 80).join("\n"));
  return { passed: 0, failed: 1, failures: [name] };
}

function freshReport(name) {
  mkdirSync(testDir, { recursive: true });
  const file = path.join(testDir, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

function nextEnv() {
  return { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
}
