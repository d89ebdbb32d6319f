import "server-only";
import { sql } from "drizzle-orm";
import { logins } from "@/drizzle/schema/gate";
import { users } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { mintWorkspaceId } from "@/lib/access/mint";
import { roleScopes } from "@/lib/access/scopes";
import { emailHash, normalEmail } from "@/lib/crypto/hash";
import { type Tx, withGate, withWorkspace } from "@/lib/db/transaction";
import { audit } from "@/lib/domain/audit/record";
import { joinWorkspace, requireInviteFor } from "@/lib/domain/member/join-workspace";
import { foundWorkspace } from "@/lib/domain/workspace/found-workspace";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { limitAddress } from "@/lib/http/client-address";
import { newId } from "@/lib/ids";
import { takeAttempt } from "./attempts";
import { hashPassword } from "./password-hash";
import { passwordProblem } from "./password-rules";
import type { RequestFacts } from "./request-facts";
import type { SignUpInput } from "./schema";

/** Free for the first person of an installation; after that with an invitation, or when the operator opened it. */
export async function isSignUpOpen(): Promise<boolean> {
  return env().CONNECTUS_OPEN_SIGN_UP || !(await withGate(hasLogins));
}

/** Makes the account, and its workspace or its membership, in one transaction. Sign in afterwards. */
export async function signUp(
  input: SignUpInput,
  facts: RequestFacts,
): Promise<{ userId: string; workspaceId: string }> {
  const email = normalEmail(input.email);
  requireGoodPassword(input);
  await slowDown(facts);
  const invite = input.inviteToken ? await requireInviteFor(input.inviteToken, email, facts.now) : null;
  if (!invite && !(await isSignUpOpen())) throw closed();
  const passwordHash = await hashPassword(input.password);
  const userId = newId();
  const ctx = contextOf(userId, invite?.workspaceId ?? newId(), invite?.role ?? "owner", facts);
  await withWorkspace(ctx, async (tx) => {
    if (!invite) await requireStillOpen(tx);
    await insertAccount(tx, { userId, email, name: input.name, passwordHash });
    if (invite) await joinWorkspace(tx, ctx, invite);
    else await foundWorkspace(tx, ctx, { name: input.workspaceName ?? `${input.name}'s workspace` });
    await audit(tx, ctx, { action: "user.signed_up", subjectKind: "user", subjectId: userId });
  });
  return { userId, workspaceId: ctx.workspaceId };
}

async function insertAccount(
  tx: Tx,
  account: { userId: string; email: string; name: string; passwordHash: string },
): Promise<void> {
  const { userId, email, name, passwordHash } = account;
  const made = await tx
    .insert(logins)
    .values({ emailHash: emailHash(email), userId, passwordHash })
    .onConflictDoNothing()
    .returning({ userId: logins.userId });
  if (made.length === 0) {
    throw new AppError("conflict", {
      message: "An account with this e-mail address exists.",
      fix: "Sign in instead.",
      fields: { email: "An account with this e-mail address exists." },
    });
  }
  await tx.insert(users).values({ id: userId, email, name });
}

// Two first people at once: the lock lets one through, the other then sees the first.
async function requireStillOpen(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7203442)`);
  if (!env().CONNECTUS_OPEN_SIGN_UP && (await hasLogins(tx))) throw closed();
}

async function hasLogins(tx: Tx): Promise<boolean> {
  return (await tx.select({ userId: logins.userId }).from(logins).limit(1)).length > 0;
}

function requireGoodPassword(input: SignUpInput): void {
  const problem = passwordProblem(input.password, [input.name, input.email, input.workspaceName ?? ""]);
  if (!problem) return;
  throw new AppError("invalid_input", { message: problem, fields: { password: problem } });
}

async function slowDown(facts: RequestFacts): Promise<void> {
  if (!facts.ip) return;
  const rule = { limit: 20, windowS: 3600 };
  const taken = await takeAttempt(`sign-up from ${limitAddress(facts.ip)}`, rule, facts.now);
  if (taken.ok) return;
  throw new AppError("rate_limited", {
    message: "Too many sign-ups came from this address.",
    fix: "Try again later.",
    retryAfterS: taken.retryAfterS,
  });
}

function contextOf(
  userId: string,
  workspaceId: string,
  role: "owner" | "admin" | "editor" | "viewer",
  facts: RequestFacts,
): Ctx {
  return {
    workspaceId: mintWorkspaceId(workspaceId),
    actor: { kind: "user", userId, role, sessionId: "" },
    scopes: roleScopes[role],
    requestId: facts.requestId,
    ip: facts.ip,
    now: facts.now,
  };
}

function closed(): AppError {
  return new AppError("forbidden", {
    message: "Sign-up is closed on this installation.",
    fix: "Ask somebody who is already in for an invitation.",
  });
}
