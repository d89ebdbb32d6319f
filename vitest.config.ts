import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "server-only": path.resolve("lib/testing/server-only.ts"),
      "@": path.resolve("."),
    },
  },
  test: {
    include: ["app", "components", "lib", "inngest", "drizzle", "sandbox", "scripts"].map(
      (dir) => `${dir}/**/*.test.{ts,tsx}`,
    ),
    exclude: ["**/node_modules/**", "**/*.real.test.ts"],
    globalSetup: ["lib/testing/global-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { NODE_ENV: "test", CONNECTUS_LOG_LEVEL: "silent", CONNECTUS_KDF_ITERATIONS: "100000" },
  },
});
