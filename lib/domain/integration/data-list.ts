import "server-only";
import { and, desc, eq, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { catalog, getManifest } from "@/lib/connectors/catalog";
import { withWorkspace } from "@/lib/db/transaction";
import { decodeCursor, encodeCursor } from "@/lib/http/cursor";
import { isUuid, toPublicId } from "@/lib/ids";
import { type IntegrationFacts, listFacts } from "../monitoring/data-facts";
import { assess } from "../monitoring/policy";
import { type IntegrationRow, visibleTo } from "./data";
import { ListIntegrations } from "./schema";
import type { IntegrationCard, IntegrationPage, QuotaUse } from "./types";

/** Newest first, with everything a card shows; a fixed number of statements however long the page. */
export async function listIntegrations(ctx: Ctx, input: ListIntegrations = {}): Promise<IntegrationPage> {
  requireScope(ctx, "integration:read");
  const filter = ListIntegrations.parse(input);
  return withWorkspace(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(integrations)
      .where(and(visibleTo(ctx), ...filters(filter), after(filter.cursor)))
      .orderBy(desc(integrations.createdAt), desc(integrations.id))
      .limit(filter.limit + 1);
    const page = rows.slice(0, filter.limit);
    const last = page.at(-1);
    const facts = await listFacts(tx, ctx, page);
    return {
      data: page.flatMap((row) => {
        const own = facts.get(row.id);
        return own ? [toCard(row, own, ctx.now)] : [];
      }),
      nextCursor:
        last && rows.length > page.length ? encodeCursor([last.createdAt.getTime(), last.id]) : null,
    };
  });
}

function filters({ q, status, category, connector }: ReturnType<typeof ListIntegrations.parse>): SQL[] {
  const found: (SQL | undefined)[] = [];
  if (status) found.push(eq(integrations.status, status));
  if (connector) found.push(eq(integrations.connector, connector));
  if (category)
    found.push(
      inArray(
        integrations.connector,
        slugs((one) => one.category === category),
      ),
    );
  if (q) {
    const like = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
    const named = slugs((one) => one.displayName.toLowerCase().includes(q.toLowerCase()));
    found.push(
      or(
        ilike(integrations.name, like),
        ilike(integrations.accountLabel, like),
        inArray(integrations.connector, named),
      ),
    );
  }
  return found.filter((one) => one !== undefined);
}

function slugs(matches: (manifest: (typeof catalog)[number]) => boolean): string[] {
  return catalog.filter(matches).map((manifest) => manifest.slug);
}

function after(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const [createdAt, id] = decodeCursor(cursor);
  const at = new Date(Number(createdAt));
  // Another list's cursor: an empty page would look like the end.
  if (typeof id !== "string" || !isUuid(id) || Number.isNaN(at.getTime())) return sql`false`;
  return sql`(${integrations.createdAt}, ${integrations.id}) < (${at.toISOString()}::timestamptz, ${id}::uuid)`;
}

export function toCard(row: IntegrationRow, facts: IntegrationFacts, now: Date): IntegrationCard {
  const manifest = getManifest(row.connector);
  return {
    id: toPublicId("integration", row.id),
    connector: row.connector,
    connectorName: manifest?.displayName ?? row.connector,
    category: manifest?.category ?? "Developer",
    authType: manifest?.authType ?? "custom",
    name: row.name,
    status: row.status,
    statusReason: row.statusReason,
    statusSince: row.statusSince.toISOString(),
    accountLabel: row.accountLabel,
    isSandbox: row.isSandbox,
    lastSyncAt: facts.lastSyncAt?.toISOString() ?? null,
    nextSyncAt: row.status === "connected" ? (facts.nextSyncAt?.toISOString() ?? null) : null,
    lastTestedAt: row.lastTestedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    version: row.version,
    callsToday: facts.callsToday,
    quota: tightest(facts.quotas),
    activeRunId: facts.activeRunId ? toPublicId("run", facts.activeRunId) : null,
    health: assess(facts, now),
  };
}

function tightest(quotas: readonly QuotaUse[]): QuotaUse | null {
  const ranked = quotas
    .filter((one) => one.limit > 0)
    .sort((a, b) => b.used / b.limit - a.used / a.limit || b.limit - a.limit);
  return ranked[0] ?? null;
}
