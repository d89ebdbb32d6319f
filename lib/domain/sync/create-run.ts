import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { RunTrigger } from "@/drizzle/schema/enums";
import { type RunProgress, runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import { emit } from "@/lib/outbox/emit";
import { hintLive } from "@/lib/realtime/publish";
import { emptyProgress } from "./engine/slice";

export interface NewRun {
  integrationId: string;
  trigger: RunTrigger;
  mode: "incremental" | "full";
  /** In the connector's order. */
  objects: string[];
  acceptDeletions?: boolean;
}

/**
 * The row and its event in the caller's transaction. An integration has one open run at most (a unique index says
 * so): a second request is given that one.
 */
export async function createRun(
  tx: Tx,
  ctx: Ctx,
  run: NewRun,
): Promise<{ runId: string; alreadyOpen: boolean }> {
  const progress: RunProgress = {
    objects: Object.fromEntries(run.objects.map((name) => [name, emptyProgress()])),
    ...(run.acceptDeletions ? { acceptDeletions: true } : {}),
  };
  for (;;) {
    const [made] = await tx
      .insert(runs)
      .values({
        id: newId(),
        workspaceId: ctx.workspaceId,
        integrationId: run.integrationId,
        trigger: run.trigger,
        mode: run.mode,
        objects: run.objects,
        progress,
      })
      .onConflictDoNothing()
      .returning({ id: runs.id });
    if (made) {
      const ids = { workspaceId: ctx.workspaceId, runId: made.id, integrationId: run.integrationId };
      await emit(tx, "run/requested", ids);
      hintLive(tx, ctx.workspaceId, "runs", made.id);
      return { runId: made.id, alreadyOpen: false };
    }
    const [open] = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.integrationId, run.integrationId), inArray(runs.status, ["queued", "running"])));
    // It may have ended between the two statements; then the way is free.
    if (open) return { runId: open.id, alreadyOpen: true };
  }
}
