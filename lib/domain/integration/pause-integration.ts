import "server-only";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { toPublicId } from "@/lib/ids";
import { audit } from "../audit/record";
import { changeStatus } from "./change-status";
import { lockIntegrationOrThrow } from "./data";
import { PauseIntegration } from "./schema";

/** Nothing is called on a schedule and nothing is published until it is resumed. Pausing twice is once. */
export async function pauseIntegration(ctx: Ctx, input: PauseIntegration): Promise<{ id: string }> {
  requireScope(ctx, "integration:write");
  const { integrationId, reason } = PauseIntegration.parse(input);
  return withWorkspace(ctx, async (tx) => {
    const integration = await lockIntegrationOrThrow(tx, ctx, integrationId);
    const changed = await changeStatus(tx, ctx, integration, "paused", reason || "Paused by a person.");
    if (changed) {
      await audit(tx, ctx, {
        action: "integration.paused",
        subjectKind: "integration",
        subjectId: integration.id,
        before: { status: integration.status },
        after: { status: "paused", reason: reason ?? null },
      });
    }
    return { id: toPublicId("integration", integration.id) };
  });
}
