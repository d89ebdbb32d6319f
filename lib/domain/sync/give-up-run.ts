import "server-only";
import { eq } from "drizzle-orm";
import { runs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { log } from "@/lib/log";
import { failRun } from "./engine/trouble";

/** All attempts failed. The reason is the last trouble with the platform; anything else is our mistake. */
export async function giveUpRun(ctx: Ctx, input: { runId: string; message: string }): Promise<void> {
  const { runId } = input;
  const [run] = await withWorkspace(ctx, (tx) => tx.select().from(runs).where(eq(runs.id, runId)));
  if (!run) return;
  if (!run.error) log.error({ runId, err: input.message }, "a sync was given up");
  await failRun(ctx, {
    runId,
    error: run.error ?? {
      kind: "internal",
      message: "The sync stopped because of a mistake inside Connectus.",
      fix: `Start it again: it goes on where it can. If it stays, report it with the run id ${runId}.`,
    },
  });
}
