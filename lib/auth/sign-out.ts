import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "@/drizzle/schema/gate";
import { sha256 } from "@/lib/crypto/hash";
import { withGate } from "@/lib/db/transaction";
import { log } from "@/lib/log";

/** Ends the session at once, in every process. Twice is once. */
export async function revokeSid(sid: string, now: Date): Promise<void> {
  const [ended] = await withGate((tx) =>
    tx
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.sidHash, sha256(sid)), isNull(sessions.revokedAt)))
      .returning({ userId: sessions.userId }),
  );
  if (ended) log.info({ userId: ended.userId }, "signed out");
}
