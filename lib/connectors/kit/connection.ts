import type { Auth } from "./auth";
import type { Connection, Connector } from "./connector";
import type { Manifest } from "./manifest";
import type { HttpHooks, HttpLimits } from "./meter";
import { createHttp } from "./transport";

/** The platform's origins, or `${base}/<key>` for each where a base address replaces them (sandbox, proxies). */
export function resolveOrigins(
  manifest: Pick<Manifest, "origins">,
  baseOverride?: string | null,
): Record<string, string> {
  const base = baseOverride?.replace(/\/+$/, "");
  return Object.fromEntries(
    Object.entries(manifest.origins).map(([key, origin]) => [key, base ? `${base}/${key}` : origin]),
  );
}

/** Where credentials may be sent: the platform's origins and the addresses in the connection's own fields. */
export function trustedOrigins(
  origins: Readonly<Record<string, string>>,
  config: Readonly<Record<string, string>>,
): string[] {
  const addresses = [...Object.values(origins), ...Object.values(config)];
  const found = addresses.filter((text) => /^https?:\/\//i.test(text) && URL.canParse(text));
  return [...new Set(found.map((text) => new URL(text).origin))];
}

export interface ConnectionOptions {
  connector: Connector;
  /** Non-secret fields, e.g. `{ siteUrl }`, with what `connector.discover` added. */
  config: Readonly<Record<string, string>>;
  auth: Auth;
  /** `CONNECTUS_BASE_URL_<SLUG>` */
  baseOverride?: string | null;
  allowHosts?: readonly string[];
  limits?: HttpLimits;
  hooks?: HttpHooks;
  signal?: AbortSignal;
}

/** All that a connector's functions need. */
export function createConnection(options: ConnectionOptions): Connection {
  const { connector, config, auth, baseOverride, ...rest } = options;
  const origins = resolveOrigins(connector.manifest, baseOverride);
  const http = createHttp({ connector, auth, trusted: trustedOrigins(origins, config), ...rest });
  return { http, config, origins };
}
