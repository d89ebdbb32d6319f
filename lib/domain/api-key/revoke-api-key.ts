import "server-only";
import { and, eq } from "drizzle-orm";
import { apiKeys } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { revokeRows } from "./revoke-rows";
import { type RevokeApiKeyInput, revokeApiKeyInput } from "./schema";

/** The next call with the key is refused. Twice is once. */
export async function revokeApiKey(ctx: Ctx, raw: RevokeApiKeyInput): Promise<void> {
  requireScope(ctx, "api_key:write");
  const { apiKeyId } = revokeApiKeyInput.parse(raw);
  await withWorkspace(ctx, async (tx) => {
    const [key] = await tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.workspaceId, ctx.workspaceId), eq(apiKeys.id, apiKeyId)))
      .for("update");
    if (!key) throw notFound("API key");
    if (!key.revokedAt) await revokeRows(tx, ctx, [key], "revoked by hand");
  });
}
