import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { members, workspaces } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db/transaction";
import { lastOwner } from "./policy";

/** Before anything that may take an owner away: one such change at a time, so that two owners cannot drop each other. */
export async function lockOwners(tx: Tx, ctx: Ctx): Promise<void> {
  await tx
    .select({ id: workspaces.id })
    .from(workspaces)
    .where(eq(workspaces.id, ctx.workspaceId))
    .for("update");
}

export async function requireOtherOwner(tx: Tx, ctx: Ctx, memberId: string): Promise<void> {
  const [other] = await tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.role, "owner"), ne(members.id, memberId)))
    .limit(1);
  if (!other) throw lastOwner();
}
