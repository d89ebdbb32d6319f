import "server-only";
import { and, desc, eq, isNotNull, ne, or, sql } from "drizzle-orm";
import { publications } from "@/drizzle/schema/content";
import type { Connection, PublishDefinition, Released } from "@/lib/connectors/kit/connector";
import { ProviderFailure } from "@/lib/connectors/kit/failure";
import { withWorkspace } from "@/lib/db/transaction";
import { hintLive } from "@/lib/realtime/publish";
import type { Claim } from "./claim";
import { releaseKey } from "./release";

/**
 * The platform's own id is a fact: it is kept even when the claim was lost while the answer was on its way, or the next
 * worker would have to search for what we know.
 */
export async function keepExternal(claim: Claim, released: Released): Promise<void> {
  if (!released.externalId) {
    throw new ProviderFailure("unexpected_shape", "The platform answered without an id.");
  }
  await withWorkspace(claim.ctx, async (tx) => {
    const { externalId, url } = released;
    const mine = eq(publications.claimToken, claim.token);
    const [row] = await tx
      .update(publications)
      .set({ externalId, externalUrl: url, updatedAt: sql`now()` })
      .where(and(eq(publications.id, claim.row.id), or(mine, sql`${publications.externalId} is null`)))
      .returning();
    if (row) claim.row = row;
    hintLive(tx, claim.ctx.workspaceId, "publications", claim.row.id);
  });
}

/** Seconds since the mutation began, by the database's clock. */
export async function mutationAge(claim: Claim): Promise<number> {
  const [row] = await withWorkspace(claim.ctx, (tx) =>
    tx
      .select({
        age: sql<number>`extract(epoch from now() - ${publications.mutationStartedAt})`.mapWith(Number),
      })
      .from(publications)
      .where(eq(publications.id, claim.row.id)),
  );
  return row?.age ?? 0;
}

/** An earlier version of the piece on this account is changed rather than doubled. */
export async function adoptEarlier(
  claim: Claim,
  publish: PublishDefinition,
  connection: Connection,
): Promise<void> {
  const earlier = and(
    eq(publications.contentItemId, claim.row.contentItemId),
    eq(publications.integrationId, claim.row.integrationId),
    ne(publications.id, claim.row.id),
    or(isNotNull(publications.externalId), isNotNull(publications.mutationStartedAt)),
  );
  const rows = await withWorkspace(claim.ctx, (tx) =>
    tx.select().from(publications).where(earlier).orderBy(desc(publications.contentVersion)),
  );
  for (const row of rows) {
    const found = row.externalId
      ? await publish.status(connection, row.externalId)
      : await publish.find(connection, releaseKey(row.id));
    if (found) return keepExternal(claim, found);
  }
}
