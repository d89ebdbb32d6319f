import "server-only";
import { desc, eq } from "drizzle-orm";
import { integrationStatusChanges } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { hasScope, requireScope } from "@/lib/access/scopes";
import { getManifest } from "@/lib/connectors/catalog";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { listFacts } from "../monitoring/data-facts";
import { readIntegration } from "./data";
import { toCard } from "./data-list";
import { readSettings } from "./policy";
import type { IntegrationDetail, StatusChange, TestResult } from "./types";

export async function getIntegrationDetail(ctx: Ctx, id: string): Promise<IntegrationDetail> {
  requireScope(ctx, "integration:read");
  return withWorkspace(ctx, async (tx) => {
    const row = await readIntegration(tx, ctx, id);
    if (!row) throw notFound("integration");
    const facts = (await listFacts(tx, ctx, [row])).get(row.id);
    if (!facts) throw notFound("integration");
    const manifest = getManifest(row.connector);
    return {
      ...toCard(row, facts, ctx.now),
      config: row.config,
      fields: manifest?.fields ?? [],
      secretsStored: facts.hasCredentials,
      credentialsExpireAt: facts.credentialsExpireAt?.toISOString() ?? null,
      scopes: (manifest?.oauth?.scopes ?? []).map((scope) => ({
        ...scope,
        granted: row.grantedScopes.includes(scope.name),
      })),
      objects: (manifest?.objects ?? [])
        .filter((object) => object.read)
        .map(({ name, label }) => ({ name, label })),
      settings: readSettings(row.settings),
      lastTest: row.lastTest as TestResult | null,
      statusHistory: await listStatusChanges(tx, row.id),
      quotas: facts.quotas,
      docsUrl: manifest?.docsUrl ?? "",
      canWrite: hasScope(ctx, "integration:write"),
    };
  });
}

const historyLength = 50;

async function listStatusChanges(tx: Tx, integrationId: string): Promise<StatusChange[]> {
  const rows = await tx
    .select()
    .from(integrationStatusChanges)
    .where(eq(integrationStatusChanges.integrationId, integrationId))
    .orderBy(desc(integrationStatusChanges.id))
    .limit(historyLength);
  return rows.map((row) => ({
    id: row.id,
    from: row.fromStatus,
    to: row.toStatus,
    reason: row.reason,
    at: row.at.toISOString(),
  }));
}
