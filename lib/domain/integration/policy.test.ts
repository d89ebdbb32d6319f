import { expect, test } from "vitest";
import { failureKinds, integrationStatuses } from "@/drizzle/schema/enums";
import {
  canChange,
  isSandboxAddress,
  mergeSettings,
  ownPath,
  readSettings,
  statusAfterFailure,
  statusAfterTest,
} from "./policy";
import { defaultSettings, IntegrationSettings } from "./schema";

const origin = "http://localhost:3000";

test("only paths of our own are come back to", () => {
  expect(ownPath("/integrations/add?step=2#x", origin)).toBe("/integrations/add?step=2#x");
  for (const wrong of [
    "//evil.example.com",
    "/\\evil.example.com",
    "https://evil.example.com/",
    "javascript:alert(1)",
    "/\tevil",
    "integrations",
    "",
    undefined,
    null,
  ]) {
    expect(ownPath(wrong, origin)).toBeNull();
  }
});

test("stored settings of any age are read: unknown and unfit values fall back one by one", () => {
  expect(readSettings({})).toEqual(defaultSettings);
  expect(readSettings(null)).toEqual(defaultSettings);
  expect(readSettings({ sync: { syncInterval: 5 } }).sync).toEqual({
    ...defaultSettings.sync,
    syncInterval: 5,
  });
  const broken = readSettings({ sync: { syncInterval: "often" }, rateLimits: { burstLimit: 7 } });
  expect(broken.sync).toEqual(defaultSettings.sync);
  const older = readSettings({ sync: { batchSize: 7, gone: true, timeoutMs: -1 } });
  expect(older.sync).toEqual({ ...defaultSettings.sync, batchSize: 7 });
  expect(broken.rateLimits.burstLimit).toBe(7);
});

test("the customer's defaults are the defaults", () => {
  expect(IntegrationSettings.parse(defaultSettings)).toEqual({
    sync: {
      autoSync: true,
      syncInterval: 60,
      batchSize: 100,
      timeoutMs: 30_000,
      syncOnStartup: true,
      syncOnSchedule: true,
      objects: null,
    },
    rateLimits: { requestsPerMinute: 100, requestsPerHour: 1000, requestsPerDay: 10_000, burstLimit: 20 },
    errorHandling: {
      maxRetries: 3,
      retryDelay: 1000,
      exponentialBackoff: true,
    },
  });
});

test("a patch changes what it names and nothing else", () => {
  const merged = mergeSettings(defaultSettings, { sync: { batchSize: 20 } });
  expect(merged).toEqual({ ...defaultSettings, sync: { ...defaultSettings.sync, batchSize: 20 } });
});

test("only refused credentials change the status of a working integration", () => {
  const changing = failureKinds.filter((kind) => statusAfterFailure({ kind }) !== null);
  expect(changing).toEqual(["auth_expired"]);
});

test("a test mends what it proves and leaves pauses and passing trouble alone", () => {
  expect(statusAfterTest("needs_reconnect", null)).toBe("connected");
  expect(statusAfterTest("error", null)).toBe("connected");
  expect(statusAfterTest("paused", null)).toBeNull();
  expect(statusAfterTest("connected", { kind: "auth_expired" })).toBe("needs_reconnect");
  expect(statusAfterTest("connected", { kind: "unexpected_shape" })).toBe("error");
  expect(statusAfterTest("connected", { kind: "provider_down" })).toBeNull();
  expect(statusAfterTest("connected", { kind: "rate_limited" })).toBeNull();
});

test("nothing leaves disconnected, and everything can be disconnected", () => {
  for (const status of integrationStatuses) {
    expect(canChange("disconnected", status)).toBe(false);
    if (status !== "disconnected") expect(canChange(status, "disconnected")).toBe(true);
  }
});

test("the sandbox is known by its address, under any loopback name", () => {
  const sandbox = "http://127.0.0.1:3001";
  expect(isSandboxAddress(["http://localhost:3001/hubspot/api"], sandbox)).toBe(true);
  expect(isSandboxAddress(["http://localhost:3001/a", "https://api.hubapi.com"], sandbox)).toBe(false);
  expect(isSandboxAddress(["http://127.0.0.1:3002/wordpress"], sandbox)).toBe(false);
  expect(isSandboxAddress([], sandbox)).toBe(false);
  expect(isSandboxAddress(["http://127.0.0.1:3001"], undefined)).toBe(false);
});
