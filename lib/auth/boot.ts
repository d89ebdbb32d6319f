import "server-only";
import { sql } from "drizzle-orm";
import { prepareVault } from "@/lib/crypto/vault";
import { withGate } from "@/lib/db/transaction";
import { env } from "@/lib/env";
import { isAppError } from "@/lib/errors";
import { markPeers } from "@/lib/http/peer";

const configurationExit = 78;
const unavailableExit = 69;
const databasePatienceMs = 30_000;

/** Before the first request: the environment, the database login and the secret are right, or the process ends. */
export async function boot(): Promise<void> {
  const problem = await findBootProblem();
  if (!problem) return;
  process.stderr.write(`${problem.sentence}\n`);
  process.exit(problem.exitCode);
}

export async function findBootProblem(
  patienceMs = databasePatienceMs,
): Promise<{ sentence: string; exitCode: number } | null> {
  try {
    env();
    markPeers();
    await waitForDatabase(patienceMs);
    await requireLeastPrivilege();
    await prepareVault();
    return null;
  } catch (error) {
    const isAway = isAppError(error) && error.code === "unavailable";
    return { sentence: toSentence(error), exitCode: isAway ? unavailableExit : configurationExit };
  }
}

async function waitForDatabase(patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await withGate(async () => undefined);
    } catch (error) {
      if (Date.now() >= until || !isAppError(error) || !isTransient(error.cause)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** Row-level security protects nothing from a role that owns the tables or may pass over it. */
async function requireLeastPrivilege(): Promise<void> {
  const { rows } = await withGate((tx) =>
    tx.execute<{ role: string; bypasses: boolean; owns: boolean }>(sql`
      select rolname as role, rolsuper or rolbypassrls as bypasses, exists (
        select from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and pg_has_role(current_user, c.relowner, 'member')
      ) as owns
      from pg_roles where rolname = current_user`),
  );
  const login = rows[0];
  if (!login || login.bypasses || login.owns) {
    throw new Error(
      `DATABASE_URL signs in as "${login?.role ?? "unknown"}", which owns the tables or passes over row-level security. Use the role connectus_app.`,
    );
  }
}

function isTransient(cause: unknown): boolean {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return /^(ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|57P03|53300)/.test(code);
}

function toSentence(error: unknown): string {
  if (!(error instanceof Error)) return "Connectus cannot start.";
  const reason = isAppError(error) && error.cause instanceof Error ? ` (${error.cause.message})` : "";
  if (isMissingTable(error)) {
    return "Connectus cannot start: the database has no tables of ours yet. Run npm start, which migrates it.";
  }
  return error.message.startsWith("Connectus cannot start")
    ? error.message
    : `Connectus cannot start: ${error.message}${reason}`;
}

function isMissingTable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  return code === "42P01" || code === "3F000" || isMissingTable(error.cause);
}
