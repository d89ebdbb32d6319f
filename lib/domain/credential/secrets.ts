import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { credentials } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { openText, sealText } from "@/lib/crypto/vault";
import { isVaultError } from "@/lib/crypto/vault-error";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { changeStatus } from "../integration/change-status";
import { lockIntegration } from "../integration/data";
import { canChange } from "../integration/policy";
import { refreshAfter, type Secrets } from "./policy";

export type CredentialRow = typeof credentials.$inferSelect;

const Stored = z.union([
  z.object({ kind: z.literal("fields"), values: z.record(z.string(), z.string()) }),
  z.object({
    kind: z.literal("oauth"),
    accessToken: z.string().min(1),
    refreshToken: z.string().nullable(),
    scopes: z.array(z.string()).nullable(),
    expiresAt: z.string().nullable(),
  }),
]);

const place = (integrationId: string) => ({ subjectId: integrationId, field: "credentials" });

/** Before the transaction that stores it: sealing may have to read the workspace's key. */
export function sealSecrets(ctx: Ctx, integrationId: string, secrets: Secrets): Promise<string> {
  return sealText(ctx, place(integrationId), JSON.stringify(secrets));
}

export async function openSecrets(ctx: Ctx, row: CredentialRow): Promise<Secrets> {
  try {
    return Stored.parse(JSON.parse(await openText(ctx, place(row.integrationId), row.sealed)));
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    await askToEnterAgain(ctx, row.integrationId);
    throw new AppError("conflict", { message: unreadable, fix: "Reconnect the integration." });
  }
}

// A database that is away is not a credential that does not open.
function isUnreadable(error: unknown): boolean {
  return isVaultError(error) || error instanceof SyntaxError || error instanceof z.ZodError;
}

const unreadable =
  "The stored credentials cannot be opened, perhaps because the secret key was changed. Please enter them again.";

async function askToEnterAgain(ctx: Ctx, integrationId: string): Promise<void> {
  await withWorkspace(ctx, async (tx) => {
    const integration = await lockIntegration(tx, ctx, integrationId);
    if (!integration || !canChange(integration.status, "needs_reconnect")) return;
    await changeStatus(tx, ctx, integration, "needs_reconnect", unreadable);
  });
}

export async function readCredential(tx: Tx, integrationId: string): Promise<CredentialRow | null> {
  const [row] = await tx.select().from(credentials).where(eq(credentials.integrationId, integrationId));
  return row ?? null;
}

/** Stores new credentials in place of any old ones; a refresh that is under way will find its version gone. */
export async function storeCredential(
  tx: Tx,
  ctx: Ctx,
  integrationId: string,
  secrets: Secrets,
  sealed: string,
): Promise<void> {
  const times = expiryTimes(secrets, new Date());
  const old = await readCredential(tx, integrationId);
  const values = { ...times, sealed, leaseToken: null, leaseUntil: null, refreshFailedDays: [] };
  await tx
    .insert(credentials)
    .values({ id: newId(), workspaceId: ctx.workspaceId, integrationId, ...values })
    .onConflictDoUpdate({
      target: credentials.integrationId,
      set: { ...values, version: (old?.version ?? 0) + 1, updatedAt: new Date() },
    });
}

export async function shredCredential(tx: Tx, integrationId: string): Promise<void> {
  await tx.delete(credentials).where(eq(credentials.integrationId, integrationId));
}

export function expiryTimes(
  secrets: Secrets,
  now: Date,
): { expiresAt: Date | null; refreshAfter: Date | null } {
  if (secrets.kind !== "oauth" || !secrets.expiresAt) return { expiresAt: null, refreshAfter: null };
  const expiresAt = new Date(secrets.expiresAt);
  return { expiresAt, refreshAfter: secrets.refreshToken ? refreshAfter(now, expiresAt) : null };
}
