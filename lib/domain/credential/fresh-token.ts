import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { credentials } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { ProviderFailure } from "@/lib/connectors/kit/failure";
import { withWorkspace } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { OauthSecrets } from "./policy";
import { refreshHeldToken } from "./refresh-token";
import { type CredentialRow, openSecrets, readCredential } from "./secrets";

const pollMs = 100;
const patienceMs = 12_000;

export interface FreshToken {
  accessToken: string;
  /** When to ask again; null = never by itself. */
  refreshAfter: Date | null;
}

/**
 * The access token to use now. When it is due, or the platform has just refused `refused`, exactly one caller in all
 * processes renews it under the lease row; the others wait for the new one, or go on with the old while it is valid.
 * @throws ProviderFailure auth_expired (reconnect), provider_down or rate_limited (the platform cannot renew now)
 */
export async function freshToken(
  ctx: Ctx,
  integrationId: string,
  options: { refused?: string; now?: Date } = {},
): Promise<FreshToken> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const row = await loadOrThrow(ctx, integrationId);
    const secrets = await openOauth(ctx, row);
    const now = Math.max(Date.now(), options.now?.getTime() ?? 0);
    const mustRenew = secrets.accessToken === options.refused || isPast(row.expiresAt, now);
    if (!mustRenew && !isPast(row.refreshAfter, now)) return toFresh(secrets, row);
    if (!secrets.refreshToken) {
      if (!mustRenew) return toFresh(secrets, row);
      throw new ProviderFailure("auth_expired", "The access has expired and cannot be renewed by itself.");
    }
    const held = await takeLease(ctx, row);
    if (held) return renew(ctx, held, secrets, !mustRenew);
    if (!mustRenew) return toFresh(secrets, row);
    if (Date.now() > until) {
      throw new ProviderFailure("provider_down", "Renewing the access takes too long. It is tried again.");
    }
    await delay(pollMs);
  }
}

async function renew(
  ctx: Ctx,
  held: CredentialRow,
  secrets: OauthSecrets,
  stillValid: boolean,
): Promise<FreshToken> {
  try {
    const renewed = await refreshHeldToken(ctx, held, secrets);
    return { accessToken: renewed.secrets.accessToken, refreshAfter: renewed.refreshAfter };
  } catch (error) {
    const reconnect = error instanceof ProviderFailure && error.kind === "auth_expired";
    if (!stillValid || reconnect) throw error;
    return { accessToken: secrets.accessToken, refreshAfter: new Date(Date.now() + 60_000) };
  }
}

/** 10 s by the database's clock. Only the row that was read: a newer version has been renewed already. */
async function takeLease(ctx: Ctx, row: CredentialRow): Promise<CredentialRow | null> {
  const [held] = await withWorkspace(ctx, (tx) =>
    tx
      .update(credentials)
      .set({ leaseToken: newId(), leaseUntil: sql`clock_timestamp() + interval '10 seconds'` })
      .where(
        sql`${credentials.id} = ${row.id} and ${credentials.version} = ${row.version}
          and (${credentials.leaseUntil} is null or ${credentials.leaseUntil} < clock_timestamp())`,
      )
      .returning(),
  );
  return held ?? null;
}

async function loadOrThrow(ctx: Ctx, integrationId: string): Promise<CredentialRow> {
  const row = await withWorkspace(ctx, (tx) => readCredential(tx, integrationId));
  if (row) return row;
  throw new AppError("conflict", {
    message: "This integration is not connected yet.",
    fix: "Connect it first.",
  });
}

async function openOauth(ctx: Ctx, row: CredentialRow): Promise<OauthSecrets> {
  const secrets = await openSecrets(ctx, row);
  if (secrets.kind === "oauth") return secrets;
  throw new AppError("internal", { message: "These credentials are not of the kind that is renewed." });
}

function toFresh(secrets: OauthSecrets, row: CredentialRow): FreshToken {
  return { accessToken: secrets.accessToken, refreshAfter: row.refreshAfter };
}

function isPast(moment: Date | null, now: number): boolean {
  return moment !== null && moment.getTime() <= now;
}
