import "server-only";
import { inArray } from "drizzle-orm";
import { apiKeyHashes } from "@/drizzle/schema/gate";
import { apiKeys } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db/transaction";
import { audit } from "@/lib/domain/audit/record";

export async function revokeRows(
  tx: Tx,
  ctx: Ctx,
  rows: { id: string; name: string; prefix: string }[],
  reason: string,
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.id);
  await tx.update(apiKeys).set({ revokedAt: ctx.now, updatedAt: ctx.now }).where(inArray(apiKeys.id, ids));
  await tx.update(apiKeyHashes).set({ revokedAt: ctx.now }).where(inArray(apiKeyHashes.apiKeyId, ids));
  for (const { id, name, prefix } of rows) {
    await audit(tx, ctx, {
      action: "api_key.revoked",
      subjectKind: "api_key",
      subjectId: id,
      before: { name, prefix },
      after: { reason },
    });
  }
}
