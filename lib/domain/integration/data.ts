import "server-only";
import { and, eq, isNull, or, type SQL } from "drizzle-orm";
import { credentials, integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";

export type IntegrationRow = typeof integrations.$inferSelect;

/** Not deleted, and not somebody else's private account. */
export function visibleTo(ctx: Ctx): SQL | undefined {
  const alive = isNull(integrations.deletedAt);
  const shared = eq(integrations.isPrivate, false);
  switch (ctx.actor.kind) {
    case "user":
      return and(alive, or(shared, eq(integrations.ownerUserId, ctx.actor.userId)));
    case "apiKey":
      return and(alive, shared);
    default:
      return alive;
  }
}

export async function getIntegration(ctx: Ctx, id: string): Promise<IntegrationRow | null> {
  requireScope(ctx, "integration:read");
  return withWorkspace(ctx, (tx) => readIntegration(tx, ctx, id));
}

export async function getIntegrationOrThrow(ctx: Ctx, id: string): Promise<IntegrationRow> {
  const row = await getIntegration(ctx, id);
  if (!row) throw notFound("integration");
  return row;
}

export async function readIntegration(tx: Tx, ctx: Ctx, id: string): Promise<IntegrationRow | null> {
  const [row] = await tx
    .select()
    .from(integrations)
    .where(and(eq(integrations.id, id), visibleTo(ctx)));
  return row ?? null;
}

/** Holds the row until the end of the transaction, so that two changes follow one another. */
export async function lockIntegration(tx: Tx, ctx: Ctx, id: string): Promise<IntegrationRow | null> {
  const [row] = await tx
    .select()
    .from(integrations)
    .where(and(eq(integrations.id, id), visibleTo(ctx)))
    .for("update");
  return row ?? null;
}

export async function lockIntegrationOrThrow(tx: Tx, ctx: Ctx, id: string): Promise<IntegrationRow> {
  const row = await lockIntegration(tx, ctx, id);
  if (!row) throw notFound("integration");
  return row;
}

export async function hasCredentials(tx: Tx, integrationId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: credentials.id })
    .from(credentials)
    .where(eq(credentials.integrationId, integrationId));
  return rows.length > 0;
}
