import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "@/drizzle/schema/gate";
import { withGate } from "@/lib/db/transaction";
import { notFound } from "@/lib/errors";
import { log } from "@/lib/log";
import { type RevokeSessionInput, revokeSessionInput } from "./schema";

/** One of the person's own sessions. Twice is once. */
export async function revokeSession(
  who: { userId: string },
  raw: RevokeSessionInput,
  now: Date,
): Promise<void> {
  const { sessionId } = revokeSessionInput.parse(raw);
  const mine = and(eq(sessions.id, sessionId), eq(sessions.userId, who.userId));
  await withGate(async (tx) => {
    const [session] = await tx.select({ id: sessions.id }).from(sessions).where(mine);
    if (!session) throw notFound("session");
    await tx
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(mine, isNull(sessions.revokedAt)));
  });
  log.info({ userId: who.userId, sessionId }, "session revoked");
}
