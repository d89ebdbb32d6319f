import "server-only";
import { and, asc, eq, lt, sql } from "drizzle-orm";
import { decode } from "next-auth/jwt";
import type { MemberRole } from "@/drizzle/schema/enums";
import { sessions } from "@/drizzle/schema/gate";
import { members, users, workspaces } from "@/drizzle/schema/workspaces";
import { sha256 } from "@/lib/crypto/hash";
import { type Tx, withGate } from "@/lib/db/transaction";
import { nextAuthSecret } from "./next-auth-secret";

export const sessionIdleMs = 12 * 60 * 60 * 1000;
const touchMs = 60_000;

export interface Person {
  userId: string;
  name: string;
  email: string;
  workspaces: { id: string; name: string; role: MemberRole }[];
  /** The workspace this session looks at; null for somebody who belongs to none. */
  workspaceId: string | null;
}

export interface OpenSession extends Person {
  sessionId: string;
}

/** The `sid` inside next-auth's cookie; null when the cookie is missing, foreign or expired. */
export async function readSid(cookie: string | null): Promise<string | null> {
  if (!cookie) return null;
  try {
    const token = await decode({ token: cookie, secret: nextAuthSecret() });
    return typeof token?.sid === "string" ? token.sid : null;
  } catch {
    return null;
  }
}

/**
 * The session row decides on every request: revoked, idle for 12 h or older than 30 d means null.
 * A database error is thrown, never read as "signed out".
 */
export function openSession(sid: string | null, now: Date): Promise<OpenSession | null> {
  return readSession(sid, now, true);
}

/** The same, but an open tab that asks by itself does not count as somebody being there. */
export function peekSession(sid: string | null, now: Date): Promise<OpenSession | null> {
  return readSession(sid, now, false);
}

async function readSession(sid: string | null, now: Date, isActivity: boolean): Promise<OpenSession | null> {
  if (!sid) return null;
  return withGate(async (tx) => {
    const [row] = await tx
      .select()
      .from(sessions)
      .where(eq(sessions.sidHash, sha256(sid)));
    if (!row || row.revokedAt || row.expiresAt <= now) return null;
    if (now.getTime() - row.lastSeenAt.getTime() > sessionIdleMs) return null;
    if (isActivity) await touch(tx, row.id, row.lastSeenAt, now);
    return readPerson(tx, row);
  });
}

async function touch(tx: Tx, id: string, lastSeenAt: Date, now: Date): Promise<void> {
  if (now.getTime() - lastSeenAt.getTime() < touchMs) return;
  await tx
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(and(eq(sessions.id, id), lt(sessions.lastSeenAt, now)));
}

async function readPerson(
  tx: Tx,
  row: { id: string; userId: string; workspaceId: string | null },
): Promise<OpenSession | null> {
  // From here on this transaction sees what the policies give to the person, still without a workspace.
  await tx.execute(sql`select set_config('app.user_id', ${row.userId}, true)`);
  const [user] = await tx.select().from(users).where(eq(users.id, row.userId));
  if (!user) return null;
  const mine = await tx
    .select({ id: workspaces.id, name: workspaces.name, role: members.role })
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.userId, row.userId))
    .orderBy(asc(members.createdAt), asc(members.id));
  const chosen = mine.find((workspace) => workspace.id === row.workspaceId) ?? mine[0];
  return {
    sessionId: row.id,
    userId: user.id,
    name: user.name,
    email: user.email,
    workspaces: mine,
    workspaceId: chosen?.id ?? null,
  };
}
