import "server-only";
import { eq } from "drizzle-orm";
import type { IntegrationStatus } from "@/drizzle/schema/enums";
import { integrationStatusChanges, integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { hintLive } from "@/lib/realtime/publish";
import { writeLog } from "../log/write-log";
import type { IntegrationRow } from "./data";
import { canChange } from "./policy";

/**
 * The only writer of `status`. Keeps the history row with the reason. Being there already is no change (false).
 * Call it with a row that this transaction has locked.
 */
export async function changeStatus(
  tx: Tx,
  ctx: Ctx,
  integration: Pick<IntegrationRow, "id" | "status">,
  to: IntegrationStatus,
  reason: string | null,
): Promise<boolean> {
  if (integration.status === to) return false;
  if (!canChange(integration.status, to)) {
    throw new AppError("conflict", {
      message: `An integration that is "${integration.status}" cannot become "${to}".`,
      fix: "Reload the page to see how it stands now.",
    });
  }
  const at = new Date();
  await tx
    .update(integrations)
    .set({ status: to, statusReason: reason, statusSince: at, updatedAt: at })
    .where(eq(integrations.id, integration.id));
  await tx.insert(integrationStatusChanges).values({
    id: newId(),
    workspaceId: ctx.workspaceId,
    integrationId: integration.id,
    fromStatus: integration.status,
    toStatus: to,
    reason,
    at,
  });
  await writeLog(tx, ctx, {
    level: to === "needs_reconnect" || to === "error" || to === "quarantined" ? "error" : "info",
    event: `integration.${to}`,
    message: reason ? `${told[to]} ${reason}` : told[to],
    integrationId: integration.id,
  });
  hintLive(tx, ctx.workspaceId, "integrations", integration.id);
  return true;
}

const told: Record<IntegrationStatus, string> = {
  pending: "Waits to be connected.",
  connected: "Connected.",
  refreshing: "Renews its access.",
  needs_reconnect: "Lost its access.",
  paused: "Paused.",
  error: "Does not work.",
  quarantined: "Held back.",
  disconnected: "Disconnected.",
};
