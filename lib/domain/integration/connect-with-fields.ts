import "server-only";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { getManifest } from "@/lib/connectors/catalog";
import { toPublicId } from "@/lib/ids";
import { getIntegrationOrThrow, type IntegrationRow } from "./data";
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
  const given = { ...formFields(integration), ...fields };
  const { checked, secrets } = await checkFields(ctx, integration, given);
  await saveConnection(ctx, integration.id, checked, secrets);
  return {
    id: toPublicId("integration", integration.id),
    accountLabel: checked.account.label,
    test: checked.test,
  };
}

/** Stored config also holds what the connector found out; that is found anew. */
function formFields({ connector, config }: IntegrationRow): Record<string, string> {
  const keys = new Set(getManifest(connector)?.fields.map((field) => field.key));
  return Object.fromEntries(Object.entries(config).filter(([key]) => keys.has(key)));
}
