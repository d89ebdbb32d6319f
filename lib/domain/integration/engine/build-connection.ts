import "server-only";
import type { Ctx } from "@/lib/access/context";
import type { Auth } from "@/lib/connectors/kit/auth";
import { createConnection } from "@/lib/connectors/kit/connection";
import type { Connection, Connector } from "@/lib/connectors/kit/connector";
import type { HttpLimits } from "@/lib/connectors/kit/meter";
import { baseUrlOverride, env } from "@/lib/env";
import type { IntegrationSettings } from "../schema";
import { type ConnectionPurpose, createCallHooks } from "./call-hooks";

export interface BuildOptions {
  connector: Connector;
  integrationId: string;
  config: Readonly<Record<string, string>>;
  auth: Auth;
  settings: IntegrationSettings;
  purpose: ConnectionPurpose;
}

/** Everything a connector's functions are given, metered and paced for one integration. */
export function buildConnection(ctx: Ctx, options: BuildOptions): Connection {
  const { connector, integrationId, config, auth, settings, purpose } = options;
  return createConnection({
    connector,
    config,
    auth,
    baseOverride: baseUrlOverride(connector.manifest.slug),
    allowHosts: env().CONNECTUS_ALLOW_HOSTS,
    limits: limitsFor(settings, purpose),
    hooks: createCallHooks(ctx, {
      integrationId,
      manifest: connector.manifest,
      rateLimits: settings.rateLimits,
      purpose,
    }),
    ...(purpose.signal ? { signal: purpose.signal } : {}),
  });
}

// Somebody waits in front of the screen: one quick second try at most.
function limitsFor(settings: IntegrationSettings, purpose: ConnectionPurpose): HttpLimits {
  const { maxRetries, retryDelay, exponentialBackoff } = settings.errorHandling;
  const timeoutMs = settings.sync.timeoutMs;
  if (purpose.use === "interactive") {
    return {
      timeoutMs: Math.min(timeoutMs, 20_000),
      maxRetries: Math.min(1, maxRetries),
      retryBaseMs: 500,
      maxWaitMs: 5000,
    };
  }
  const retryGrowth = exponentialBackoff ? "double" : "constant";
  return { timeoutMs, maxRetries, retryBaseMs: retryDelay, retryGrowth };
}
