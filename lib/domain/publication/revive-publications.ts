import "server-only";
import { and, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { publications } from "@/drizzle/schema/content";
import { jobContext } from "@/lib/access/mint";
import { withSystem, withWorkspace } from "@/lib/db/transaction";
import { emit } from "@/lib/outbox/emit";
import { openStates } from "./policy";

/** Wakes open publications that nobody holds and nothing has moved for ten minutes. Claims keep two workers apart. */
export async function revivePublications(): Promise<{ revived: number }> {
  const silent = await withSystem((tx) =>
    tx
      .select({ id: publications.id, workspaceId: publications.workspaceId })
      .from(publications)
      .where(isSilent())
      .limit(200),
  );
  let revived = 0;
  for (const row of silent) if (await revive(row.workspaceId, row.id)) revived += 1;
  return { revived };
}

function isSilent() {
  return and(
    inArray(publications.state, [...openStates]),
    lt(publications.updatedAt, sql`now() - interval '10 minutes'`),
    or(isNull(publications.claimUntil), lt(publications.claimUntil, sql`now()`)),
  );
}

async function revive(workspaceId: string, publicationId: string): Promise<boolean> {
  return withWorkspace(jobContext(workspaceId, "revive"), async (tx) => {
    const [row] = await tx
      .update(publications)
      .set({ updatedAt: sql`now()` })
      .where(and(eq(publications.id, publicationId), isSilent()))
      .returning();
    if (!row) return false;
    const { integrationId, priority } = row;
    await emit(tx, "publication/requested", { workspaceId, publicationId, integrationId, priority });
    return true;
  });
}
