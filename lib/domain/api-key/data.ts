import "server-only";
import { desc, eq } from "drizzle-orm";
import { apiKeys, users } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import type { ApiKeyItem } from "./types";

type Row = typeof apiKeys.$inferSelect;

export async function listApiKeys(ctx: Ctx): Promise<ApiKeyItem[]> {
  requireScope(ctx, "api_key:read");
  const rows = await withWorkspace(ctx, (tx) =>
    tx
      .select({ key: apiKeys, maker: users.name })
      .from(apiKeys)
      .leftJoin(users, eq(users.id, apiKeys.createdBy))
      .where(eq(apiKeys.workspaceId, ctx.workspaceId))
      .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
      .limit(500),
  );
  return rows.map(({ key, maker }) => ({
    apiKeyId: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    state: stateOf(key, ctx.now),
    createdBy: maker ?? "Somebody who left",
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  }));
}

function stateOf(key: Row, now: Date): ApiKeyItem["state"] {
  if (key.revokedAt) return "revoked";
  return key.expiresAt && key.expiresAt <= now ? "expired" : "active";
}
