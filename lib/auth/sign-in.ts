import "server-only";
import { eq, sql } from "drizzle-orm";
import { logins, sessions } from "@/drizzle/schema/gate";
import { members } from "@/drizzle/schema/workspaces";
import { emailHash, newToken, normalEmail, sha256 } from "@/lib/crypto/hash";
import { type Tx, withGate, withWorkspace } from "@/lib/db/transaction";
import { audit } from "@/lib/domain/audit/record";
import { AppError } from "@/lib/errors";
import { limitAddress } from "@/lib/http/client-address";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { type AttemptRule, forgetAttempts, returnAttempt, takeAttemptIn } from "./attempts";
import { sessionMaxAgeS } from "./cookie";
import { hashPassword, needsRehash, passwordMatches } from "./password-hash";
import type { RequestFacts } from "./request-facts";
import type { SignInInput } from "./schema";
import { sessionContext } from "./session-context";
import { openSession } from "./session-gate";

interface Bucket {
  name: string;
  rule: AttemptRule;
  own: boolean;
}

/** Checks e-mail and password and opens a session. Unknown account and wrong password look and take the same. */
export async function signIn(
  input: SignInInput,
  facts: RequestFacts,
): Promise<{ userId: string; sid: string }> {
  const email = normalEmail(input.email);
  const buckets = bucketsFor(email, facts.ip);
  await takeAll(buckets, facts);
  const [login] = await withGate((tx) =>
    tx
      .select()
      .from(logins)
      .where(eq(logins.emailHash, emailHash(email))),
  );
  if (!(await passwordMatches(input.password, login?.passwordHash ?? null)) || !login) {
    log.warn({ requestId: facts.requestId, ip: facts.ip, userId: login?.userId }, "sign-in refused");
    throw new AppError("unauthenticated", {
      message: "E-mail or password is wrong.",
      fix: "Check both and try again.",
    });
  }
  const renewed = needsRehash(login.passwordHash) ? await hashPassword(input.password) : null;
  const sid = await withGate(async (tx) => {
    for (const bucket of buckets) {
      await (bucket.own ? forgetAttempts(tx, bucket.name) : returnAttempt(tx, bucket.name));
    }
    if (renewed) {
      await tx
        .update(logins)
        .set({ passwordHash: renewed, updatedAt: facts.now })
        .where(eq(logins.emailHash, login.emailHash));
    }
    return insertSession(tx, login.userId, facts);
  });
  await recordSignIn(sid, facts);
  return { userId: login.userId, sid };
}

/** A new session in the workspace the person looked at last. Returns the sid, which is stored only as a hash. */
export async function insertSession(
  tx: Tx,
  userId: string,
  facts: RequestFacts,
  workspaceId?: string,
): Promise<string> {
  const sid = newToken();
  await tx.insert(sessions).values({
    id: newId(),
    sidHash: sha256(sid),
    userId,
    workspaceId: workspaceId ?? (await lastWorkspace(tx, userId)),
    label: facts.label,
    createdAt: facts.now,
    lastSeenAt: facts.now,
    expiresAt: new Date(facts.now.getTime() + sessionMaxAgeS * 1000),
  });
  return sid;
}

async function lastWorkspace(tx: Tx, userId: string): Promise<string | null> {
  await tx.execute(sql`select set_config('app.user_id', ${userId}, true)`);
  const { rows } = await tx.execute<{ workspace_id: string }>(sql`
    select m.workspace_id from ${members} m
    left join ${sessions} s on s.user_id = m.user_id and s.workspace_id = m.workspace_id
    where m.user_id = ${userId}
    group by m.workspace_id, m.created_at
    order by max(s.last_seen_at) desc nulls last, m.created_at limit 1`);
  return rows[0]?.workspace_id ?? null;
}

function bucketsFor(email: string, ip: string | null): Bucket[] {
  const account = emailHash(email).toString("hex");
  const address = limitAddress(ip);
  const perPair: Bucket = {
    name: `sign-in ${account} ${address}`,
    rule: { limit: 5, windowS: 900, delayS: 30 },
    own: true,
  };
  const perAccount: Bucket = { name: `sign-in ${account}`, rule: { limit: 100, windowS: 3600 }, own: true };
  // Without a trustworthy address everybody would share one bucket, and one attacker could lock all out.
  if (!ip) return [perPair, perAccount];
  // In this order: what a closed bucket refuses does not count against the wider ones behind it.
  const perAddress: Bucket = {
    name: `sign-in from ${address}`,
    rule: { limit: 50, windowS: 3600 },
    own: false,
  };
  return [perPair, perAddress, perAccount];
}

async function takeAll(buckets: Bucket[], facts: RequestFacts): Promise<void> {
  const refused = await withGate(async (tx) => {
    for (const { name, rule } of buckets) {
      const taken = await takeAttemptIn(tx, name, rule, facts.now);
      if (!taken.ok) return taken;
    }
    return null;
  });
  if (!refused) return;
  log.warn({ requestId: facts.requestId, ip: facts.ip }, "sign-in slowed down");
  const minutes = Math.ceil(refused.retryAfterS / 60);
  throw new AppError("rate_limited", {
    message: `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
    fix: "Wait, then try again with the right password.",
    retryAfterS: refused.retryAfterS,
  });
}

// Somebody without a workspace has no audit log to write to; the log line stays.
async function recordSignIn(sid: string, facts: RequestFacts): Promise<void> {
  const session = await openSession(sid, facts.now);
  log.info({ requestId: facts.requestId, ip: facts.ip, userId: session?.userId }, "signed in");
  if (!session?.workspaceId) return;
  const ctx = sessionContext(session, facts);
  const after = { label: facts.label };
  await withWorkspace(ctx, (tx) =>
    audit(tx, ctx, { action: "session.opened", subjectKind: "session", subjectId: session.sessionId, after }),
  );
}
