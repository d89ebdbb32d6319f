import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { publications } from "@/drizzle/schema/content";
import type { RunError } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { emit } from "@/lib/outbox/emit";
import { hintLive } from "@/lib/realtime/publish";
import { writeLog } from "../../log/write-log";
import { openStates } from "../policy";
import { type Claim, LostClaim, type PublicationRow } from "./claim";
import type { Snapshot } from "./release";

export type PublicationEnd = { state: "published" } | { state: "failed"; error: RunError };

/** The one way out of an open publication; with a token only while the claim is held. */
export async function closePublication(
  ctx: Ctx,
  publicationId: string,
  end: PublicationEnd,
  token?: string,
): Promise<PublicationRow | null> {
  return withWorkspace(ctx, async (tx) => {
    const open = and(
      eq(publications.id, publicationId),
      inArray(publications.state, [...openStates]),
      token === undefined ? undefined : eq(publications.claimToken, token),
    );
    const isPublished = end.state === "published";
    const [row] = await tx
      .update(publications)
      .set({
        state: end.state,
        error: isPublished ? null : end.error,
        ...(isPublished ? { publishedAt: sql`now()` } : {}),
        claimToken: null,
        claimUntil: null,
        updatedAt: sql`now()`,
      })
      .where(open)
      .returning();
    if (!row) return null;
    const ids = { workspaceId: ctx.workspaceId, publicationId, integrationId: row.integrationId };
    await emit(tx, "publication/finished", { ...ids, state: end.state });
    const { title } = row.snapshot as unknown as Snapshot;
    await writeLog(tx, ctx, {
      level: isPublished ? "info" : "error",
      event: isPublished ? "publication.published" : "publication.failed",
      message: isPublished
        ? `"${title}" is published: ${row.externalUrl}`
        : `"${title}" was not published. ${end.error.message}`,
      integrationId: row.integrationId,
      publicationId,
      detail: isPublished ? { externalId: row.externalId, url: row.externalUrl } : { ...end.error },
    });
    hintLive(tx, ctx.workspaceId, "publications", publicationId);
    hintLive(tx, ctx.workspaceId, "content", row.contentItemId);
    return row;
  });
}

export async function endHeld(claim: Claim, end: PublicationEnd): Promise<void> {
  if (!(await closePublication(claim.ctx, claim.row.id, end, claim.token))) throw new LostClaim();
}
