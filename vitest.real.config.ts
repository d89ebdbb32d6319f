import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config";

/** Suites that need more than npm brings; `npm test` says by name when a machine cannot offer it. */
const merged = mergeConfig(base, defineConfig({ test: { maxWorkers: 1 } }));
merged.test = { ...merged.test, include: ["lib/**/*.real.test.ts"], exclude: ["node_modules/**"] };

export default merged;
