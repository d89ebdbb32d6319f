import "server-only";
import type { Ctx } from "@/lib/access/context";
import { failureAdvice, type ProviderFailure } from "@/lib/connectors/kit/failure";
import { withWorkspace } from "@/lib/db/transaction";
import { audit } from "../audit/record";
import { changeStatus } from "./change-status";
import { lockIntegration } from "./data";
import { canChange, statusAfterFailure } from "./policy";

/** Tells the integration, if there still is one, that a call failed for good. Only refused credentials change its status. */
export async function noteFailure(
  ctx: Ctx,
  integrationId: string,
  failure: Pick<ProviderFailure, "kind" | "message">,
): Promise<void> {
  const to = statusAfterFailure(failure);
  if (!to) return;
  await withWorkspace(ctx, async (tx) => {
    const integration = await lockIntegration(tx, ctx, integrationId);
    if (!integration || !canChange(integration.status, to)) return;
    const reason = failure.message || failureAdvice[failure.kind].cause;
    await changeStatus(tx, ctx, integration, to, reason);
    await audit(tx, ctx, {
      action: "integration.needs_reconnect",
      subjectKind: "integration",
      subjectId: integration.id,
      before: { status: integration.status },
      after: { status: to, reason },
    });
  });
}
