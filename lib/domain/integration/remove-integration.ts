import "server-only";
import { eq } from "drizzle-orm";
import { integrations, schedules } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { toPublicId } from "@/lib/ids";
import { emit } from "@/lib/outbox/emit";
import { audit } from "../audit/record";
import { revokeAtPlatform } from "../credential/revoke-token";
import { shredCredential } from "../credential/secrets";
import { forgetQuota } from "../quota/data";
import { accountBucket } from "../quota/policy";
import { changeStatus } from "./change-status";
import { getIntegrationOrThrow, lockIntegrationOrThrow } from "./data";
import { OneIntegration } from "./schema";

/** Asks the platform to forget us (best effort), then shreds the credentials and takes the integration off the lists. */
export async function removeIntegration(ctx: Ctx, input: OneIntegration): Promise<{ id: string }> {
  requireScope(ctx, "integration:write");
  const { integrationId } = OneIntegration.parse(input);
  const revoked = await revokeAtPlatform(ctx, await getIntegrationOrThrow(ctx, integrationId));
  return withWorkspace(ctx, async (tx) => {
    const integration = await lockIntegrationOrThrow(tx, ctx, integrationId);
    await shredCredential(tx, integration.id);
    await forgetQuota(tx, accountBucket(integration.connector, integration.id));
    await changeStatus(tx, ctx, integration, "disconnected", "Removed by a person.");
    await tx
      .update(integrations)
      .set({ deletedAt: ctx.now, version: integration.version + 1 })
      .where(eq(integrations.id, integration.id));
    await tx.update(schedules).set({ enabled: false }).where(eq(schedules.integrationId, integration.id));
    await audit(tx, ctx, {
      action: "integration.removed",
      subjectKind: "integration",
      subjectId: integration.id,
      before: { name: integration.name, connector: integration.connector, status: integration.status },
      after: { status: "disconnected", revokedAtPlatform: revoked },
    });
    await emit(tx, "integration/disconnected", {
      workspaceId: ctx.workspaceId,
      integrationId: integration.id,
    });
    return { id: toPublicId("integration", integration.id) };
  });
}
