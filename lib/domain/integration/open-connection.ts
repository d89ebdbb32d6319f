import "server-only";
import type { Ctx } from "@/lib/access/context";
import { type Auth, bearerAuth, fieldAuth } from "@/lib/connectors/kit/auth";
import type { Connection, Connector } from "@/lib/connectors/kit/connector";
import { getConnectorOrThrow } from "@/lib/connectors/registry";
import { withWorkspace } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { type FreshToken, freshToken } from "../credential/fresh-token";
import type { Secrets } from "../credential/policy";
import { openSecrets, readCredential } from "../credential/secrets";
import { getIntegrationOrThrow, type IntegrationRow } from "./data";
import { buildConnection } from "./engine/build-connection";
import type { ConnectionPurpose } from "./engine/call-hooks";
import { readSettings } from "./policy";

export type { ConnectionPurpose } from "./engine/call-hooks";

export interface OpenedConnection {
  connector: Connector;
  connection: Connection;
  integration: IntegrationRow;
}

/**
 * A connection with everything wired in: token, single refresh under the lease row, quota, breaker, call log.
 * Its calls throw ProviderFailure.
 * @throws AppError `not_found`, or `conflict` with a fix when the integration is not connected, paused or needs to be
 * reconnected
 */
export async function openConnection(
  ctx: Ctx,
  integrationId: string,
  purpose: ConnectionPurpose,
): Promise<OpenedConnection> {
  const integration = await getIntegrationOrThrow(ctx, integrationId);
  requireUsable(integration);
  return openAnyway(ctx, integration, purpose);
}

/** Also for an integration that is in trouble: testing is how people find out what is wrong. */
export async function openAnyway(
  ctx: Ctx,
  integration: IntegrationRow,
  purpose: ConnectionPurpose,
): Promise<OpenedConnection> {
  const connector = await getConnectorOrThrow(integration.connector);
  const row = await withWorkspace(ctx, (tx) => readCredential(tx, integration.id));
  if (!row) throw notConnected(integration);
  const secrets = await openSecrets(ctx, row);
  const connection = buildConnection(ctx, {
    connector,
    integrationId: integration.id,
    config: integration.config,
    auth: authFor(ctx, connector, integration, secrets),
    settings: readSettings(integration.settings),
    purpose,
  });
  return { connector, connection, integration };
}

function authFor(ctx: Ctx, connector: Connector, integration: IntegrationRow, secrets: Secrets): Auth {
  if (secrets.kind === "fields") {
    return fieldAuth(connector.manifest, { ...integration.config, ...secrets.values });
  }
  return tokenAuth(ctx, integration.id);
}

/** Within this time after a renewal another 401 belongs to a call that still carried the old token. */
const justRenewedMs = 5000;

function tokenAuth(ctx: Ctx, integrationId: string): Auth {
  let token: FreshToken | null = null;
  let renewedAt = 0;
  let renewing: Promise<FreshToken> | null = null;
  const load = async (refused?: string) => {
    renewing ??= freshToken(ctx, integrationId, refused === undefined ? {} : { refused }).finally(() => {
      renewing = null;
    });
    token = await renewing;
    return token.accessToken;
  };
  return bearerAuth(
    () => {
      const due = !token || (token.refreshAfter !== null && token.refreshAfter.getTime() <= Date.now());
      return due ? load() : (token?.accessToken ?? "");
    },
    async () => {
      if (Date.now() - renewedAt < justRenewedMs) return;
      await load(token?.accessToken);
      renewedAt = Date.now();
    },
  );
}

function requireUsable(integration: IntegrationRow): void {
  switch (integration.status) {
    case "connected":
    case "refreshing":
    case "error":
      return;
    case "paused":
      throw new AppError("conflict", {
        message: `"${integration.name}" is paused.`,
        fix: "Resume it first.",
      });
    case "pending":
      throw notConnected(integration);
    default:
      throw new AppError("conflict", {
        message: `"${integration.name}" has lost its access: ${integration.statusReason ?? "it must be connected again."}`,
        fix: "Reconnect the integration.",
      });
  }
}

function notConnected(integration: IntegrationRow): AppError {
  return new AppError("conflict", {
    message: `"${integration.name}" is not connected yet.`,
    fix: "Connect it first.",
  });
}
