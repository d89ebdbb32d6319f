import type pg from "pg";
import type { Ctx } from "../access/context";
import { AppError } from "../errors";
import { isUuid } from "../ids";
import { appPool, type Db, type Pool, systemPool, toDb } from "./client";

export interface Tx extends Db {
  readonly client: pg.PoolClient;
  /** Runs once the transaction has committed; for hints that may be lost (wake-ups, live updates). */
  afterCommit(hint: () => void): void;
}

/**
 * One transaction as the app role, seeing one workspace. No call to a platform belongs inside.
 * Throws `unavailable` when the database cannot be reached.
 */
export function withWorkspace<T>(
  ctx: Pick<Ctx, "workspaceId" | "actor">,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const userId = ctx.actor.kind === "user" ? ctx.actor.userId : "";
  return transaction(appPool(), setting(ctx.workspaceId, userId), work);
}

/** Before a workspace is chosen: a signed-in person sees themself and the workspaces they belong to. */
export function withUser<T>(userId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(appPool(), setting("", userId), work);
}

/** For `gate` tables only: without a workspace every tenant table is empty. */
export function withGate<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(appPool(), setting("", ""), work);
}

/** Sweeps and back-fills across workspaces, as the system role. */
export function withSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(systemPool(), "", work);
}

function setting(workspaceId: string, userId: string): string {
  for (const value of [workspaceId, userId]) if (value && !isUuid(value)) throw new Error("not a uuid");
  return `; select set_config('app.workspace_id', '${workspaceId}', true), set_config('app.user_id', '${userId}', true)`;
}

async function transaction<T>(pool: Pool, settings: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((cause) => {
    throw new AppError("unavailable", {
      message: "The database cannot be reached right now.",
      fix: "Try again in a moment. If it goes on, run: npm run doctor",
      retryAfterS: 5,
      cause,
    });
  });
  const hints: (() => void)[] = [];
  let broken: Error | undefined;
  try {
    // One round trip for both statements.
    await client.query(`begin${settings}`);
    const tx = Object.assign(toDb(client), {
      client,
      afterCommit: (hint: () => void) => void hints.push(hint),
    });
    const result = await work(tx as unknown as Tx);
    await client.query("commit");
    for (const hint of hints) hint();
    return result;
  } catch (error) {
    await client.query("rollback").catch((cause) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
