import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import { sessions } from "@/drizzle/schema/gate";
import { withGate } from "@/lib/db/transaction";
import { log } from "@/lib/log";

/** Signs the person out everywhere but here. */
export async function revokeOtherSessions(
  who: { userId: string; sessionId: string },
  now: Date,
): Promise<{ revoked: number }> {
  const gone = await withGate((tx) =>
    tx
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.userId, who.userId), ne(sessions.id, who.sessionId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id }),
  );
  log.info({ userId: who.userId, revoked: gone.length }, "other sessions revoked");
  return { revoked: gone.length };
}
