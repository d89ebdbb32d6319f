import "server-only";
import { asc } from "drizzle-orm";
import type { ContentType, IntegrationStatus } from "@/drizzle/schema/enums";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { getManifest } from "@/lib/connectors/catalog";
import { withWorkspace } from "@/lib/db/transaction";
import { toPublicId } from "@/lib/ids";
import { type IntegrationRow, visibleTo } from "../integration/data";
import type { PublishTarget } from "./types";

/** Every account, those that can take this type first. */
export async function listTargets(ctx: Ctx, contentType: ContentType): Promise<PublishTarget[]> {
  requireScope(ctx, "content:read");
  const rows = await withWorkspace(ctx, (tx) =>
    tx.select().from(integrations).where(visibleTo(ctx)).orderBy(asc(integrations.createdAt)).limit(500),
  );
  const targets = rows.map((row) => {
    const reason = refusalOf(row, contentType);
    return {
      integrationId: toPublicId("integration", row.id),
      integrationName: row.name,
      connector: row.connector,
      connectorName: getManifest(row.connector)?.displayName ?? row.connector,
      isSandbox: row.isSandbox,
      accountLabel: row.accountLabel,
      allowed: reason === null,
      reason,
    };
  });
  return [...targets.filter((one) => one.allowed), ...targets.filter((one) => !one.allowed)];
}

const words: Record<ContentType, string> = {
  blog_post: "blog posts",
  article: "articles",
  email_campaign: "e-mail campaigns",
  social_post: "social posts",
  product_description: "product descriptions",
  landing_page: "landing pages",
  document: "documents",
  presentation: "presentations",
};

const statusWords: Record<IntegrationStatus, string> = {
  pending: "is not connected yet",
  connected: "is connected",
  refreshing: "is connected",
  needs_reconnect: "has to be connected again",
  paused: "is paused",
  error: "has an error",
  quarantined: "is held back for safety",
  disconnected: "is disconnected",
};

/** Why this account cannot take this type; null when it can. */
export function refusalOf(
  integration: Pick<IntegrationRow, "connector" | "name" | "status">,
  contentType: ContentType,
): string | null {
  const manifest = getManifest(integration.connector);
  const name = manifest?.displayName ?? integration.connector;
  if (!manifest || manifest.publishes.length === 0) return `${name} does not take content from Connectus.`;
  if (!manifest.publishes.includes(contentType)) {
    const takes = manifest.publishes.map((type) => words[type]).join(", ");
    return `${name} does not take ${words[contentType]}. It takes ${takes}.`;
  }
  if (integration.status === "connected" || integration.status === "refreshing") return null;
  return `"${integration.name}" ${statusWords[integration.status]}.`;
}
