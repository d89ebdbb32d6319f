import "server-only";
import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { sessions } from "@/drizzle/schema/gate";
import { sessionIdleMs } from "@/lib/auth/session-gate";
import { withGate } from "@/lib/db/transaction";
import type { SessionItem } from "./types";

/** One person's own open sessions, last used first. */
export async function listSessions(
  who: { userId: string; sessionId: string },
  now: Date,
): Promise<SessionItem[]> {
  const rows = await withGate((tx) =>
    tx
      .select()
      .from(sessions)
      .where(
        and(
          eq(sessions.userId, who.userId),
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, now),
          gt(sessions.lastSeenAt, new Date(now.getTime() - sessionIdleMs)),
        ),
      )
      .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
      .limit(100),
  );
  return rows.map((row) => ({
    sessionId: row.id,
    label: row.label ?? "Unknown browser",
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    isCurrent: row.id === who.sessionId,
  }));
}
