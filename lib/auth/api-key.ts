import "server-only";
import { eq, sql } from "drizzle-orm";
import { apiKeyHashes } from "@/drizzle/schema/gate";
import { apiKeys } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { mintWorkspaceId } from "@/lib/access/mint";
import { allScopes, type Scope } from "@/lib/access/scopes";
import { sha256 } from "@/lib/crypto/hash";
import { withGate } from "@/lib/db/transaction";

export const apiKeyPrefix = "cns_";
const pattern = /^cns_[A-Za-z0-9_-]{43}$/;
const touchMs = 60_000;

/** The API-key gate: null for an unknown, expired or revoked key. A database error is thrown. */
export async function openApiKey(
  key: string,
  request: { requestId: string; ip: string | null; now: Date },
): Promise<Ctx | null> {
  if (!pattern.test(key)) return null;
  return withGate(async (tx) => {
    const [gate] = await tx
      .select()
      .from(apiKeyHashes)
      .where(eq(apiKeyHashes.keyHash, sha256(key)));
    if (!gate || gate.revokedAt || (gate.expiresAt && gate.expiresAt <= request.now)) return null;
    // The key has proven the workspace; the rest of this transaction sees it.
    await tx.execute(sql`select set_config('app.workspace_id', ${gate.workspaceId}, true)`);
    const [row] = await tx.select().from(apiKeys).where(eq(apiKeys.id, gate.apiKeyId));
    if (!row || row.revokedAt) return null;
    if (!row.lastUsedAt || request.now.getTime() - row.lastUsedAt.getTime() >= touchMs) {
      await tx.update(apiKeys).set({ lastUsedAt: request.now }).where(eq(apiKeys.id, row.id));
    }
    return {
      workspaceId: mintWorkspaceId(gate.workspaceId),
      actor: { kind: "apiKey", apiKeyId: row.id },
      scopes: new Set(row.scopes.filter(isScope)),
      ...request,
    };
  });
}

function isScope(text: string): text is Scope {
  return allScopes.has(text as Scope);
}
