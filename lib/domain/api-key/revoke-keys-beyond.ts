import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { apiKeys } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db/transaction";
import { revokeRows } from "./revoke-rows";

/** Part of taking rights from a person: a key they made must not keep what they lost. */
export async function revokeKeysBeyond(
  tx: Tx,
  ctx: Ctx,
  userId: string,
  scopes: ReadonlySet<string>,
): Promise<void> {
  const mine = await tx
    .select()
    .from(apiKeys)
    .where(
      and(eq(apiKeys.workspaceId, ctx.workspaceId), eq(apiKeys.createdBy, userId), isNull(apiKeys.revokedAt)),
    )
    .for("update");
  const beyond = mine.filter((key) => key.scopes.some((scope) => !scopes.has(scope)));
  await revokeRows(tx, ctx, beyond, "its maker lost these rights");
}
