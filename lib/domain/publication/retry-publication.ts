import "server-only";
import { eq } from "drizzle-orm";
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

/**
 * Tries a failed one again. Safe: what is known of the first try stays, so the platform is read before anything is sent.
 * Only what a person saw to be gone there is made anew.
 */
export async function retryPublication(ctx: Ctx, input: OnePublication): Promise<PublicationView> {
  requireScope(ctx, "content:write");
  const { publicationId } = OnePublication.parse(input);
  return withWorkspace(ctx, async (tx) => {
    await readPublicationOrThrow(tx, ctx, publicationId);
    const [row] = await tx
      .select()
      .from(publications)
      .where(eq(publications.id, publicationId))
      .for("update");
    if (row?.state !== "failed") {
      throw new AppError("conflict", {
        message: `Only a failed publication can be tried again; this one is ${row?.state ?? "gone"}.`,
        fix: "Reload to see how it stands.",
      });
    }
    const wasRemoved = row.error?.kind === "not_found" && row.externalId !== null;
    const anew = wasRemoved ? { externalId: null, externalUrl: null, mutationStartedAt: null } : {};
    await tx
      .update(publications)
      .set({ state: "queued", error: null, attempts: 0, updatedAt: new Date(), ...anew })
      .where(eq(publications.id, publicationId));
    const { workspaceId } = ctx;
    const { integrationId, priority } = row;
    await emit(tx, "publication/requested", { workspaceId, publicationId, integrationId, priority });
    const subject = { subjectKind: "publication", subjectId: publicationId };
    await audit(tx, ctx, { action: "publication.retried", ...subject, before: { error: row.error } });
    hintLive(tx, workspaceId, "publications", publicationId);
    hintLive(tx, workspaceId, "content", row.contentItemId);
    return readPublicationOrThrow(tx, ctx, publicationId);
  });
}
