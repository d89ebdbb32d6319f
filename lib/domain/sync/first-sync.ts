import "server-only";
import type { Ctx } from "@/lib/access/context";
import { getConnector } from "@/lib/connectors/registry";
import { isAppError } from "@/lib/errors";
import { getIntegration } from "../integration/data";
import { readSettings } from "../integration/policy";
import { requestSync } from "./request-sync";

/** After a connect: rows begin to arrive without anybody asking, unless syncing by itself is switched off. */
export async function firstSync(
  ctx: Ctx,
  input: { integrationId: string },
): Promise<{ runId: string | null }> {
  const integration = await getIntegration(ctx, input.integrationId);
  if (!integration || !readSettings(integration.settings).sync.autoSync) return { runId: null };
  const connector = await getConnector(integration.connector);
  if (!connector || connector.objects.length === 0) return { runId: null };
  try {
    const { runId } = await requestSync(ctx, { integrationId: integration.id, trigger: "connect" });
    return { runId };
  } catch (error) {
    // Paused or removed meanwhile: nothing to do, and nothing that a retry would change.
    if (isAppError(error) && (error.code === "conflict" || error.code === "not_found"))
      return { runId: null };
    throw error;
  }
}
