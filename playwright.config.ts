import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";

const chromium = [process.env.CONNECTUS_CHROMIUM, "/usr/bin/chromium"].find(
  (file) => file && existsSync(file),
);

/** The journeys run against the real, built application, started the way people start it (see e2e/fixtures/app.ts). */
export default defineConfig({
  testDir: "e2e/specs",
  globalSetup: "./e2e/fixtures/app.ts",
  outputDir: "test-results",
  // One application and two cores: side by side the specs would only wait for each other.
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1280, height: 900 },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
