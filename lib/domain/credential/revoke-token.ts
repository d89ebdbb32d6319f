import "server-only";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { log } from "@/lib/log";
import type { IntegrationRow } from "../integration/data";
import { oauthClientFor } from "./oauth-client";
import { openSecrets, readCredential } from "./secrets";

/** Best effort: removing an integration must work although the platform is away or has forgotten us already. */
export async function revokeAtPlatform(ctx: Ctx, integration: IntegrationRow): Promise<boolean> {
  try {
    const row = await withWorkspace(ctx, (tx) => readCredential(tx, integration.id));
    if (!row) return false;
    const secrets = await openSecrets(ctx, row);
    if (secrets.kind !== "oauth") return false;
    return await oauthClientFor(integration.connector, { timeoutMs: 5000 }).revoke(secrets);
  } catch (error) {
    const err = error instanceof Error ? error.message : String(error);
    log.info({ integrationId: integration.id, err }, "the platform was not told of the removal");
    return false;
  }
}
