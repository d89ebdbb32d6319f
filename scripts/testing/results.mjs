// Reads what the test runners report as JSON. A file that could not even be loaded counts as one failure.
import { existsSync, readFileSync } from "node:fs";

const nothing = { passed: 0, failed: 0, skipped: [], failures: [] };

export function readVitest(file, code) {
  const report = readJson(file);
  if (!report) return broken("vitest wrote no report");
  const result = { ...nothing, skipped: [], failures: [] };
  for (const suite of report.testResults) {
    for (const test of suite.assertionResults) count(result, test.status, test.fullName);
    const silent = suite.assertionResults.every(({ status }) => status !== "failed");
    if (suite.status === "failed" && silent)
      count(result, "failed", `${suite.name}: ${firstLine(suite.message)}`);
  }
  if (code !== 0 && result.failed === 0)
    count(result, "failed", "vitest ended with an error outside of a test");
  return result;
}

export function readPlaywright(file, code) {
  const report = readJson(file);
  if (!report) return broken("playwright wrote no report");
  const result = { ...nothing, skipped: [], failures: [] };
  for (const suite of report.suites ?? []) walk(suite, "", result);
  for (const error of report.errors ?? []) count(result, "failed", firstLine(error.message));
  if (code !== 0 && result.failed === 0)
    count(result, "failed", "playwright ended with an error outside of a test");
  return result;
}

// "flaky" passed only when tried again: that is a failure with a delay.
const playwrightStatus = { expected: "passed", unexpected: "failed", flaky: "failed", skipped: "skipped" };

function walk(suite, prefix, result) {
  const title = suite.title ? `${prefix}${suite.title} › ` : prefix;
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests)
      count(result, playwrightStatus[test.status] ?? "failed", `${title}${spec.title}`);
  }
  for (const inner of suite.suites ?? []) walk(inner, title, result);
}

function count(result, status, title) {
  if (status === "passed") result.passed += 1;
  else if (status === "failed") {
    result.failed += 1;
    result.failures.push(title);
  } else result.skipped.push(title);
}

function broken(reason) {
  return { ...nothing, failed: 1, failures: [reason] };
}

function readJson(file) {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  } catch {
    return null;
  }
}

function firstLine(text) {
  return String(text ?? "").split("\n")[0];
}
