import "server-only";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { toPublicId } from "@/lib/ids";
import { getIntegrationOrThrow } from "./data";
import { checkFields } from "./engine/check-fields";
import { saveConnection } from "./engine/save-connection";
import { ConnectWithFields } from "./schema";
import type { TestResult } from "./types";

/**
 * Tries the entered credentials at the platform and stores them only when they work. Also reconnects: stored
 * non-secret fields that are left out stay as they are.
 */
export async function connectWithFields(
  ctx: Ctx,
  input: ConnectWithFields,
): Promise<{ id: string; accountLabel: string; test: TestResult }> {
  requireScope(ctx, "integration:write");
  const { integrationId, fields } = ConnectWithFields.parse(input);
  const integration = await getIntegrationOrThrow(ctx, integrationId);
  const { checked, secrets } = await checkFields(ctx, integration, { ...integration.config, ...fields });
  await saveConnection(ctx, integration.id, checked, secrets);
  return {
    id: toPublicId("integration", integration.id),
    accountLabel: checked.account.label,
    test: checked.test,
  };
}
