import "server-only";
import { eq } from "drizzle-orm";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { toPublicId } from "@/lib/ids";
import { hintLive } from "@/lib/realtime/publish";
import { audit } from "../audit/record";
import { applySchedule } from "./apply-schedule";
import { lockIntegrationOrThrow } from "./data";
import { mergeSettings, readSettings } from "./policy";
import { UpdateIntegration } from "./schema";

export async function updateIntegration(
  ctx: Ctx,
  input: UpdateIntegration,
): Promise<{ id: string; version: number }> {
  requireScope(ctx, "integration:write");
  const change = UpdateIntegration.parse(input);
  return withWorkspace(ctx, async (tx) => {
    const old = await lockIntegrationOrThrow(tx, ctx, change.integrationId);
    if (change.version !== undefined && change.version !== old.version) throw changedMeanwhile();
    const settings = mergeSettings(readSettings(old.settings), change.settings ?? {});
    const name = change.name ?? old.name;
    const version = old.version + 1;
    await tx
      .update(integrations)
      .set({ name, settings, version, updatedAt: ctx.now })
      .where(eq(integrations.id, old.id));
    await applySchedule(tx, ctx, old.id, settings.sync);
    await audit(tx, ctx, {
      action: "integration.updated",
      subjectKind: "integration",
      subjectId: old.id,
      before: { name: old.name, settings: readSettings(old.settings) },
      after: { name, settings },
    });
    hintLive(tx, ctx.workspaceId, "integrations", old.id);
    return { id: toPublicId("integration", old.id), version };
  });
}

function changedMeanwhile(): AppError {
  return new AppError("conflict", {
    message: "Somebody else changed this integration while you were editing it.",
    fix: "Reload to see their change, then make yours again.",
  });
}
