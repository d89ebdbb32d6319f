import "server-only";
import type { Ctx } from "@/lib/access/context";
import { log } from "@/lib/log";
import { closePublication } from "./engine/end-publication";

/** The engine's retries are used up by a mistake of ours. What was noted stays, so that a retry reads first. */
export async function giveUpPublication(
  ctx: Ctx,
  input: { publicationId: string; message: string },
): Promise<void> {
  const { publicationId } = input;
  log.error({ publicationId, err: input.message }, "a publication was given up");
  const error = {
    kind: "internal",
    message: "Publishing stopped because of a mistake inside Connectus.",
    fix: "Try again: it looks at the platform first, so nothing is published twice.",
  };
  await closePublication(ctx, publicationId, { state: "failed", error });
}
