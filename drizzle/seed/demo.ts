import { and, eq } from "drizzle-orm";
import { logins, sessions } from "@/drizzle/schema/gate";
import { members } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { mintWorkspaceId } from "@/lib/access/mint";
import { allScopes } from "@/lib/access/scopes";
import { hashPassword } from "@/lib/auth/password-hash";
import { signUp } from "@/lib/auth/sign-up";
import { emailHash, newToken } from "@/lib/crypto/hash";
import { closePools } from "@/lib/db/client";
import { withGate, withUser } from "@/lib/db/transaction";
import { createApiKey } from "@/lib/domain/api-key/create-api-key";
import { newId } from "@/lib/ids";

const email = "demo@example.com";
const facts = { requestId: newId(), ip: null, now: new Date(), label: null };

export interface DemoAccount {
  email: string;
  password: string;
  apiKey: string;
}

/**
 * The demo person, their workspace and an API key with every right, on an empty database. Null when it is there
 * already or the database belongs to other people. `renew` gives the demo person a new password and key instead.
 */
export async function seedDemo(options: { renew: boolean }): Promise<DemoAccount | null> {
  const known = await findDemoUser();
  const password = newToken().slice(0, 24);
  if (known) return options.renew ? renewAccount(known, password) : null;
  if (await hasPeople()) return null;
  const made = await signUp({ name: "Demo Person", email, password, workspaceName: "Demo workspace" }, facts);
  return { email, password, apiKey: await makeKey(made.userId, made.workspaceId) };
}

async function findDemoUser(): Promise<string | null> {
  const [login] = await withGate((tx) =>
    tx
      .select({ userId: logins.userId })
      .from(logins)
      .where(eq(logins.emailHash, emailHash(email))),
  );
  return login?.userId ?? null;
}

async function hasPeople(): Promise<boolean> {
  const rows = await withGate((tx) => tx.select({ userId: logins.userId }).from(logins).limit(1));
  return rows.length > 0;
}

async function renewAccount(userId: string, password: string): Promise<DemoAccount | null> {
  const [mine] = await withUser(userId, (tx) =>
    tx
      .select()
      .from(members)
      .where(and(eq(members.userId, userId), eq(members.role, "owner")))
      .limit(1),
  );
  if (!mine) return null;
  const passwordHash = await hashPassword(password);
  await withGate(async (tx) => {
    await tx.update(logins).set({ passwordHash, updatedAt: facts.now }).where(eq(logins.userId, userId));
    await tx.update(sessions).set({ revokedAt: facts.now }).where(eq(sessions.userId, userId));
  });
  return { email, password, apiKey: await makeKey(userId, mine.workspaceId) };
}

async function makeKey(userId: string, workspaceId: string): Promise<string> {
  const ctx: Ctx = {
    workspaceId: mintWorkspaceId(workspaceId),
    actor: { kind: "user", userId, role: "owner", sessionId: newId() },
    scopes: allScopes,
    ...facts,
  };
  const made = await createApiKey(ctx, { name: "Demo key", scopes: [...allScopes] });
  return made.key;
}

async function main(): Promise<void> {
  try {
    const account = await seedDemo({ renew: process.env.CONNECTUS_DEMO_RENEW === "1" });
    if (account) process.stdout.write(`${JSON.stringify(account)}\n`);
    else process.stderr.write("The database already has people; nothing was changed.\n");
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await closePools();
  }
}

// Bundled as seed.mjs and run by itself; tests import it.
if (process.env.NODE_ENV !== "test") await main();
