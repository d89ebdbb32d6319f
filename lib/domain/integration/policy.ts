import type { z } from "zod";
import type { IntegrationStatus } from "@/drizzle/schema/enums";
import { failureAdvice, type ProviderFailure } from "@/lib/connectors/kit/failure";
import {
  defaultSettings,
  ErrorHandlingSettings,
  IntegrationSettings,
  RateLimitSettings,
  type SettingsPatch,
  SyncSettings,
} from "./schema";

const allowed: Record<IntegrationStatus, readonly IntegrationStatus[]> = {
  pending: ["connected", "error", "disconnected"],
  connected: ["refreshing", "needs_reconnect", "paused", "error", "quarantined", "disconnected"],
  refreshing: ["connected", "needs_reconnect", "paused", "error", "quarantined", "disconnected"],
  needs_reconnect: ["connected", "paused", "error", "quarantined", "disconnected"],
  paused: ["connected", "needs_reconnect", "error", "quarantined", "disconnected"],
  error: ["connected", "needs_reconnect", "paused", "quarantined", "disconnected"],
  quarantined: ["connected", "disconnected"],
  disconnected: [],
};

export function canChange(from: IntegrationStatus, to: IntegrationStatus): boolean {
  return allowed[from].includes(to);
}

/** Stored settings may be older than the schema: what is missing or no longer fits falls back to its default. */
export function readSettings(stored: unknown): IntegrationSettings {
  const parts = isObject(stored) ? stored : {};
  return {
    sync: readPart(SyncSettings, parts.sync, defaultSettings.sync),
    rateLimits: readPart(RateLimitSettings, parts.rateLimits, defaultSettings.rateLimits),
    errorHandling: readPart(ErrorHandlingSettings, parts.errorHandling, defaultSettings.errorHandling),
  };
}

function readPart<S extends z.ZodObject>(schema: S, stored: unknown, defaults: z.output<S>): z.output<S> {
  if (!isObject(stored)) return defaults;
  const fitting = Object.entries(schema.shape as Record<string, z.ZodType>).filter(
    ([name, field]) => name in stored && field.safeParse(stored[name]).success,
  );
  const kept = Object.fromEntries(fitting.map(([name]) => [name, stored[name]]));
  return schema.safeParse({ ...defaults, ...kept }).data ?? defaults;
}

export function mergeSettings(current: IntegrationSettings, patch: SettingsPatch): IntegrationSettings {
  return IntegrationSettings.parse({
    sync: { ...current.sync, ...patch.sync },
    rateLimits: { ...current.rateLimits, ...patch.rateLimits },
    errorHandling: { ...current.errorHandling, ...patch.errorHandling },
  });
}

/** What a failed call means for the integration. Trouble on the way never disconnects. */
export function statusAfterFailure(failure: Pick<ProviderFailure, "kind">): IntegrationStatus | null {
  return failure.kind === "auth_expired" ? "needs_reconnect" : null;
}

/**
 * A test that fails for a lasting reason shows as `error` (wrong address, API switched off), refused credentials as
 * `needs_reconnect`; one that passes mends both. A pause is a person's decision and stays.
 */
export function statusAfterTest(
  from: IntegrationStatus,
  broken: Pick<ProviderFailure, "kind"> | null,
): IntegrationStatus | null {
  if (from === "paused" || from === "quarantined") return null;
  if (!broken) return from === "error" || from === "needs_reconnect" ? "connected" : null;
  if (broken.kind === "auth_expired") return "needs_reconnect";
  return failureAdvice[broken.kind].transient ? null : "error";
}

/** A path of our own application, or null: never another origin, a scheme, or a backslash trick. */
export function ownPath(value: string | undefined | null, origin: string): string | null {
  if (!value?.startsWith("/") || /[\\\p{Cc}]/u.test(value) || !URL.canParse(value, origin)) return null;
  const url = new URL(value, origin);
  if (url.origin !== new URL(origin).origin) return null;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** True when every address the integration talks to lies on the sandbox that the launcher started. */
export function isSandboxAddress(addresses: readonly string[], sandboxUrl: string | undefined): boolean {
  if (!sandboxUrl || addresses.length === 0) return false;
  const sandbox = new URL(sandboxUrl);
  const hosts = new Set(["127.0.0.1", "localhost", "[::1]", sandbox.hostname]);
  return addresses.every((address) => {
    if (!URL.canParse(address)) return false;
    const url = new URL(address);
    return hosts.has(url.hostname) && url.port === sandbox.port;
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
