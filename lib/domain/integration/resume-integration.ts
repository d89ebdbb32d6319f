import "server-only";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { toPublicId } from "@/lib/ids";
import { audit } from "../audit/record";
import { changeStatus } from "./change-status";
import { hasCredentials, lockIntegrationOrThrow } from "./data";
import { OneIntegration } from "./schema";

export async function resumeIntegration(ctx: Ctx, input: OneIntegration): Promise<{ id: string }> {
  requireScope(ctx, "integration:write");
  const { integrationId } = OneIntegration.parse(input);
  return withWorkspace(ctx, async (tx) => {
    const integration = await lockIntegrationOrThrow(tx, ctx, integrationId);
    const id = toPublicId("integration", integration.id);
    if (integration.status === "connected") return { id };
    if (integration.status !== "paused" || !(await hasCredentials(tx, integration.id))) throw notPaused();
    await changeStatus(tx, ctx, integration, "connected", null);
    await audit(tx, ctx, {
      action: "integration.resumed",
      subjectKind: "integration",
      subjectId: integration.id,
      before: { status: integration.status },
      after: { status: "connected" },
    });
    return { id };
  });
}

function notPaused(): AppError {
  return new AppError("conflict", {
    message: "Only a paused integration can be resumed.",
    fix: "Connect or reconnect it instead.",
  });
}
