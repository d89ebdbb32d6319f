import "server-only";
import type { Ctx } from "@/lib/access/context";
import { toPublicId } from "@/lib/ids";
import { requestSync } from "./request-sync";
import type { SyncNow } from "./schema";
import type { RequestedSync } from "./types";

/** What a person or an API key asks for; answers with public ids. */
export async function syncNow(ctx: Ctx, input: SyncNow): Promise<RequestedSync> {
  const trigger = ctx.actor.kind === "apiKey" ? "api" : "manual";
  const { runId, alreadyOpen } = await requestSync(ctx, { ...input, trigger });
  return { runId: toPublicId("run", runId), alreadyOpen };
}
