import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { publications } from "@/drizzle/schema/content";
import type { Ctx } from "@/lib/access/context";
import { withWorkspace } from "@/lib/db/transaction";
import { hintLive } from "@/lib/realtime/publish";
import { openStates } from "../policy";

export type PublicationRow = typeof publications.$inferSelect;

/** One worker's hold on a publication, by the database's clock. */
export interface Claim {
  ctx: Ctx;
  token: string;
  row: PublicationRow;
}

/** Another worker took over after our lease ran out, or the publication ended. */
export class LostClaim extends Error {
  constructor() {
    super("another worker has taken over this publication");
    this.name = "LostClaim";
  }
}

const lease = sql`now() + interval '10 seconds'`;
const heartbeatMs = 3000;

export type ClaimAnswer = { claim: Claim } | { over: true } | { busyS: number };

export async function claimPublication(ctx: Ctx, publicationId: string): Promise<ClaimAnswer> {
  const token = randomUUID();
  return withWorkspace(ctx, async (tx) => {
    const free = or(isNull(publications.claimUntil), lt(publications.claimUntil, sql`now()`));
    const [row] = await tx
      .update(publications)
      .set({
        claimToken: token,
        claimUntil: lease,
        state: sql`case when ${publications.state} = 'queued' then 'publishing' else ${publications.state} end`,
        attempts: sql`${publications.attempts} + case when ${publications.state} = 'confirming' then 0 else 1 end`,
        updatedAt: sql`now()`,
      })
      .where(and(eq(publications.id, publicationId), inArray(publications.state, [...openStates]), free))
      .returning();
    if (row) {
      hintLive(tx, ctx.workspaceId, "publications", row.id);
      return { claim: { ctx, token, row } };
    }
    const [held] = await tx
      .select({
        left: sql<number>`ceil(extract(epoch from ${publications.claimUntil} - now()))`.mapWith(Number),
      })
      .from(publications)
      .where(and(eq(publications.id, publicationId), inArray(publications.state, [...openStates])));
    return held ? { busyS: Math.max(1, held.left) } : { over: true };
  });
}

/** Keeps the lease while the work goes on. A lost one is noticed at the next write. */
export async function whileHeld<T>(claim: Claim, work: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => {
    prolong(claim).catch(() => undefined);
  }, heartbeatMs);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

async function prolong({ ctx, row, token }: Claim): Promise<void> {
  const mine = and(eq(publications.id, row.id), eq(publications.claimToken, token));
  await withWorkspace(ctx, (tx) => tx.update(publications).set({ claimUntil: lease }).where(mine));
}

/** Writes only while the claim is held. @throws LostClaim */
export async function updateHeld(
  claim: Claim,
  changes: PgUpdateSetSource<typeof publications>,
): Promise<PublicationRow> {
  return withWorkspace(claim.ctx, async (tx) => {
    const mine = and(eq(publications.id, claim.row.id), eq(publications.claimToken, claim.token));
    const [row] = await tx
      .update(publications)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(mine)
      .returning();
    if (!row) throw new LostClaim();
    claim.row = row;
    hintLive(tx, claim.ctx.workspaceId, "publications", row.id);
    return row;
  });
}
