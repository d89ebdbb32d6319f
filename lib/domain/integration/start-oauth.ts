import "server-only";
import { oauthStates } from "@/drizzle/schema/gate";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { newCodeVerifier, newOAuthState } from "@/lib/connectors/kit/oauth";
import { getConnectorOrThrow } from "@/lib/connectors/registry";
import { sha256 } from "@/lib/crypto/hash";
import { sealInstance } from "@/lib/crypto/vault";
import { withWorkspace } from "@/lib/db/transaction";
import { env } from "@/lib/env";
import { notFound } from "@/lib/errors";
import { audit } from "../audit/record";
import { oauthClientFor, oauthRedirectUri } from "../credential/oauth-client";
import { getIntegrationOrThrow, type IntegrationRow } from "./data";
import { pageOfItsOwn } from "./engine/consent-page";
import { statePlace } from "./engine/oauth-state";
import { ownPath } from "./policy";
import { StartOauth } from "./schema";

const lifeMs = 10 * 60_000;

/**
 * Begins a visit to the platform's consent page. The state (256 bits, kept as a hash, 10 minutes, once) is bound to
 * this session, workspace, connector and exact redirect address.
 */
export async function startOauth(ctx: Ctx, input: StartOauth): Promise<{ authorizationUrl: string }> {
  requireScope(ctx, "integration:write");
  const { integrationId, provider, returnTo } = StartOauth.parse(input);
  const integration = await getIntegrationOrThrow(ctx, integrationId);
  if (provider && provider !== integration.connector) throw notFound("integration");
  const state = newOAuthState();
  const codeVerifier = newCodeVerifier();
  const authorizationUrl = await consentUrl(ctx, integration, { state, codeVerifier });
  const stateHash = sha256(state);
  const sealed = await sealInstance(
    statePlace(stateHash),
    JSON.stringify({ codeVerifier, returnTo: ownPath(returnTo, env().CONNECTUS_URL) }),
  );
  const user = ctx.actor.kind === "user" ? ctx.actor : null;
  await withWorkspace(ctx, async (tx) => {
    await tx.insert(oauthStates).values({
      stateHash,
      workspaceId: ctx.workspaceId,
      integrationId: integration.id,
      userId: user?.userId ?? null,
      sessionId: user?.sessionId ?? null,
      provider: integration.connector,
      redirectUri: oauthRedirectUri(integration.connector),
      sealed,
      expiresAt: new Date(Date.now() + lifeMs),
    });
    await audit(tx, ctx, {
      action: "integration.sign_in_started",
      subjectKind: "integration",
      subjectId: integration.id,
      after: { connector: integration.connector },
    });
  });
  return { authorizationUrl };
}

async function consentUrl(
  ctx: Ctx,
  integration: IntegrationRow,
  visit: { state: string; codeVerifier: string },
): Promise<string> {
  const connector = await getConnectorOrThrow(integration.connector);
  if (connector.manifest.oauth || !connector.consent) {
    return oauthClientFor(integration.connector).authorizeUrl(visit);
  }
  return pageOfItsOwn(ctx, connector, integration, visit.state);
}
