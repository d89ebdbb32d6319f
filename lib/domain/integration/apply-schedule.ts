import "server-only";
import { eq } from "drizzle-orm";
import { schedules } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import type { SyncSettings } from "./schema";

/** The schedule row follows the settings. A changed interval counts from now. */
export async function applySchedule(
  tx: Tx,
  ctx: Ctx,
  integrationId: string,
  sync: SyncSettings,
): Promise<void> {
  const enabled = sync.autoSync && sync.syncOnSchedule;
  const nextAt = new Date(ctx.now.getTime() + sync.syncInterval * 60_000);
  const [old] = await tx.select().from(schedules).where(eq(schedules.integrationId, integrationId));
  if (!old) {
    await tx.insert(schedules).values({
      id: newId(),
      workspaceId: ctx.workspaceId,
      integrationId,
      everyMinutes: sync.syncInterval,
      nextAt,
      enabled,
    });
    return;
  }
  if (old.enabled === enabled && old.everyMinutes === sync.syncInterval) return;
  await tx
    .update(schedules)
    .set({ everyMinutes: sync.syncInterval, nextAt, enabled, updatedAt: ctx.now })
    .where(eq(schedules.id, old.id));
}
