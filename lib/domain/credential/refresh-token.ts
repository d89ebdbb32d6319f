import "server-only";
import { and, eq } from "drizzle-orm";
import { credentials } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { isProviderFailure, ProviderFailure } from "@/lib/connectors/kit/failure";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { getIntegrationOrThrow } from "../integration/data";
import { noteFailure } from "../integration/note-failure";
import { oauthClientFor } from "./oauth-client";
import { judgeRefreshFailure, type OauthSecrets } from "./policy";
import { type CredentialRow, expiryTimes, openSecrets, readCredential, sealSecrets } from "./secrets";

/** Below the lease of 10 s, so that no second holder can start while the platform still thinks. */
const refreshTimeoutMs = 8000;

export interface Renewed {
  secrets: OauthSecrets;
  refreshAfter: Date | null;
}

/** For the holder of the lease only. Stores the new pair by compare-and-swap on the version. */
export async function refreshHeldToken(
  ctx: Ctx,
  held: CredentialRow,
  current: OauthSecrets,
): Promise<Renewed> {
  const integration = await getIntegrationOrThrow(ctx, held.integrationId);
  try {
    const client = oauthClientFor(integration.connector, { timeoutMs: refreshTimeoutMs });
    return await storeRenewed(ctx, held, { kind: "oauth", ...(await client.refresh(current)) });
  } catch (error) {
    await settleFailure(ctx, held, error);
    throw error;
  }
}

async function storeRenewed(ctx: Ctx, held: CredentialRow, secrets: OauthSecrets): Promise<Renewed> {
  const sealed = await sealSecrets(ctx, held.integrationId, secrets);
  const times = expiryTimes(secrets, new Date());
  const stored = await withWorkspace(ctx, (tx) =>
    setHeld(tx, held, {
      sealed,
      ...times,
      version: held.version + 1,
      refreshFailedDays: [],
    }),
  );
  if (stored) return { secrets, refreshAfter: times.refreshAfter };
  // Somebody reconnected meanwhile: theirs is newer.
  const row = await withWorkspace(ctx, (tx) => readCredential(tx, held.integrationId));
  const newer = row ? await openSecrets(ctx, row) : null;
  if (row && newer?.kind === "oauth") return { secrets: newer, refreshAfter: row.refreshAfter };
  throw new AppError("conflict", {
    message: "The integration was disconnected meanwhile.",
    fix: "Reconnect the integration.",
  });
}

async function settleFailure(ctx: Ctx, held: CredentialRow, error: unknown): Promise<void> {
  if (!isProviderFailure(error)) {
    await withWorkspace(ctx, (tx) => setHeld(tx, held, {}));
    return;
  }
  const today = new Date().toISOString().slice(0, 10);
  const verdict = judgeRefreshFailure(error, held.refreshFailedDays, today);
  const changes =
    verdict.kind === "count"
      ? { refreshFailedDays: verdict.days }
      : verdict.kind === "reconnect"
        ? { refreshAfter: null }
        : {};
  await withWorkspace(ctx, (tx) => setHeld(tx, held, changes));
  if (verdict.kind !== "reconnect") return;
  await noteFailure(ctx, held.integrationId, { kind: "auth_expired", message: verdict.reason });
  throw new ProviderFailure("auth_expired", verdict.reason, {
    ...(error.status === undefined ? {} : { status: error.status }),
  });
}

/** Gives the lease back with the changes; false when the row is no longer ours. */
async function setHeld(
  tx: Tx,
  held: CredentialRow,
  changes: Partial<typeof credentials.$inferInsert>,
): Promise<boolean> {
  const rows = await tx
    .update(credentials)
    .set({ ...changes, leaseToken: null, leaseUntil: null, updatedAt: new Date() })
    .where(
      and(
        eq(credentials.id, held.id),
        eq(credentials.version, held.version),
        eq(credentials.leaseToken, held.leaseToken ?? held.id),
      ),
    )
    .returning({ id: credentials.id });
  return rows.length > 0;
}
