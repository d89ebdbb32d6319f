import "server-only";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { connectWithFields } from "./connect-with-fields";
import { ConnectIntegration } from "./schema";
import { startOauth } from "./start-oauth";

/** With fields they are tried and stored now; without, a visit to the platform's consent page begins. */
export async function connectIntegration(
  ctx: Ctx,
  input: ConnectIntegration,
): Promise<{ authorizationUrl: string | null }> {
  requireScope(ctx, "integration:write");
  const { integrationId, fields, returnTo } = ConnectIntegration.parse(input);
  if (!fields) return startOauth(ctx, { integrationId, returnTo });
  await connectWithFields(ctx, { integrationId, fields });
  return { authorizationUrl: null };
}
