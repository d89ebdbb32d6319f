import "server-only";
import { and, eq } from "drizzle-orm";
import { publications } from "@/drizzle/schema/content";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { emit } from "@/lib/outbox/emit";
import { hintLive } from "@/lib/realtime/publish";
import { audit } from "../audit/record";
import { readPublicationOrThrow } from "./data";
import { OnePublication } from "./schema";
import type { PublicationView } from "./types";

/** Only what no worker has begun can still be taken back. */
export async function cancelPublication(ctx: Ctx, input: OnePublication): Promise<PublicationView> {
  requireScope(ctx, "content:write");
  const { publicationId } = OnePublication.parse(input);
  return withWorkspace(ctx, async (tx) => {
    const seen = await readPublicationOrThrow(tx, ctx, publicationId);
    if (seen.state === "canceled") return seen;
    const [row] = await tx
      .update(publications)
      .set({ state: "canceled", updatedAt: new Date() })
      .where(and(eq(publications.id, publicationId), eq(publications.state, "queued")))
      .returning();
    if (!row) {
      throw new AppError("conflict", {
        message: "It is too late to cancel: the platform may have it already.",
        fix: "Wait until it is through. It can be deleted at the platform.",
      });
    }
    const ids = { workspaceId: ctx.workspaceId, publicationId, integrationId: row.integrationId };
    await emit(tx, "publication/finished", { ...ids, state: "canceled" });
    await audit(tx, ctx, {
      action: "publication.canceled",
      subjectKind: "publication",
      subjectId: publicationId,
    });
    hintLive(tx, ctx.workspaceId, "publications", publicationId);
    hintLive(tx, ctx.workspaceId, "content", row.contentItemId);
    return readPublicationOrThrow(tx, ctx, publicationId);
  });
}
