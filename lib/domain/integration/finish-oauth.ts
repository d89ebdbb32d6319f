import "server-only";
import type { Ctx } from "@/lib/access/context";
import { jobContext } from "@/lib/access/mint";
import { requireScope } from "@/lib/access/scopes";
import { bearerAuth } from "@/lib/connectors/kit/auth";
import { isProviderFailure } from "@/lib/connectors/kit/failure";
import type { Manifest } from "@/lib/connectors/kit/manifest";
import type { TokenSet } from "@/lib/connectors/kit/oauth";
import { getConnectorOrThrow } from "@/lib/connectors/registry";
import { isAppError } from "@/lib/errors";
import { toPublicId } from "@/lib/ids";
import { log } from "@/lib/log";
import { oauthClientFor } from "../credential/oauth-client";
import { connectWithFields } from "./connect-with-fields";
import { getIntegrationOrThrow, type IntegrationRow } from "./data";
import { type CheckedAccount, checkAccount } from "./engine/check-account";
import { outcomeText } from "./engine/oauth-outcome";
import { takeState } from "./engine/oauth-state";
import { saveConnection } from "./engine/save-connection";
import type { OauthOutcome, OauthResult } from "./types";

export interface OauthCallback {
  provider: string;
  /** The query of the callback as it came. */
  query: URLSearchParams;
  /** Who is signed in in the browser that came back; null = nobody. */
  visitor: Ctx | null;
  now: Date;
}

/** Ends the visit that `startOauth` began. Never throws for what people or platforms do: each has its outcome. */
export async function finishOauth({ provider, query, visitor, now }: OauthCallback): Promise<OauthResult> {
  const state = query.get("state") ?? "";
  const taken = await takeState(state, provider, visitor, now);
  if (!taken.ok) {
    log.warn({ provider, outcome: taken.outcome }, "an OAuth answer was refused");
    const theirs = taken.outcome === "replayed" || taken.outcome === "expired";
    return answer(taken.outcome, theirs ? (taken.row?.integrationId ?? null) : null, null, provider);
  }
  const { row, codeVerifier, returnTo } = taken;
  const finish = (outcome: OauthOutcome, text?: string) =>
    answer(outcome, row.integrationId, returnTo, provider, text);
  if (query.get("error") === "access_denied") return finish("denied");
  const ctx =
    visitor && row.sessionId ? visitor : jobContext(row.workspaceId, "integration.oauth-callback", now);
  try {
    requireScope(ctx, "integration:write");
    const integration = await getIntegrationOrThrow(ctx, row.integrationId);
    const connector = await getConnectorOrThrow(provider);
    if (connector.consent && !connector.manifest.oauth) {
      const fields = connector.consent.read(query);
      if (!fields) return finish("denied");
      const { accountLabel } = await connectWithFields(ctx, { integrationId: integration.id, fields });
      return finish("ok", `${accountLabel} is connected.`);
    }
    const tokens = await oauthClientFor(provider).exchange({ callback: query, state, codeVerifier });
    return await connect(ctx, integration, tokens, finish);
  } catch (error) {
    if (isAppError(error)) return finish("failed", `${error.message} ${error.fix ?? ""}`.trim());
    if (isProviderFailure(error)) return finish("failed", error.message);
    throw error;
  }
}

async function connect(
  ctx: Ctx,
  integration: IntegrationRow,
  tokens: TokenSet,
  finish: (outcome: OauthOutcome, text?: string) => OauthResult,
): Promise<OauthResult> {
  const connector = await getConnectorOrThrow(integration.connector);
  const checked = await checkAccount(ctx, {
    connector,
    integrationId: integration.id,
    config: integration.config,
    auth: {
      ...bearerAuth(() => tokens.accessToken),
      secrets: () => [tokens.accessToken, tokens.refreshToken ?? ""],
    },
  });
  const granted = grantedScopes(checked, tokens);
  const missing = missingScopes(connector.manifest, granted);
  if (missing.length > 0) {
    return finish(
      "missing_scope",
      `Not allowed, but needed: ${missing.join(", ")}. Connect again and allow it.`,
    );
  }
  if (integration.externalAccountId && integration.externalAccountId !== checked.account.id) {
    const own = integration.accountLabel ?? "another account";
    return finish(
      "wrong_account",
      `You signed in to ${checked.account.label}, but this integration belongs to ${own}.`,
    );
  }
  checked.account.grantedScopes = granted;
  await saveConnection(ctx, integration.id, checked, { kind: "oauth", ...tokens, scopes: granted });
  return finish("ok", `${checked.account.label} is connected.`);
}

/** As the platform says they are, not as we asked. */
function grantedScopes(checked: CheckedAccount, tokens: TokenSet): string[] {
  return checked.account.grantedScopes.length > 0 ? checked.account.grantedScopes : (tokens.scopes ?? []);
}

/** In plain words. A platform that does not tell what it granted is believed. */
function missingScopes(manifest: Manifest, granted: readonly string[]): string[] {
  if (granted.length === 0) return [];
  const required = manifest.oauth?.scopes.filter((scope) => scope.required) ?? [];
  return required.filter((scope) => !granted.includes(scope.name)).map((scope) => scope.text.toLowerCase());
}

function answer(
  outcome: OauthOutcome,
  integrationId: string | null,
  returnTo: string | null,
  provider: string,
  text?: string,
): OauthResult {
  return {
    outcome,
    integrationId: integrationId ? toPublicId("integration", integrationId) : null,
    message: text ?? outcomeText(outcome, provider),
    returnTo,
  };
}
