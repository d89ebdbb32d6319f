import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { emit } from "@/lib/outbox/emit";
import { hintLive } from "@/lib/realtime/publish";
import { audit } from "../../audit/record";
import type { Secrets } from "../../credential/policy";
import { sealSecrets, storeCredential } from "../../credential/secrets";
import { applySchedule } from "../apply-schedule";
import { changeStatus } from "../change-status";
import { type IntegrationRow, lockIntegrationOrThrow } from "../data";
import { isSandboxAddress, readSettings } from "../policy";
import type { CheckedAccount } from "./check-account";

/** Stores what `checkAccount` has proven; `first` makes the row where there is none yet. Reconnecting keeps id, settings and history. */
export async function saveConnection(
  ctx: Ctx,
  integrationId: string,
  checked: CheckedAccount,
  secrets: Secrets,
  first?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const sealed = await sealSecrets(ctx, integrationId, secrets);
  const work = withWorkspace(ctx, async (tx) => {
    await first?.(tx);
    const old = await lockIntegrationOrThrow(tx, ctx, integrationId);
    requireSameAccount(old, checked);
    await requireNotTwice(tx, old, checked);
    await storeCredential(tx, ctx, old.id, secrets, sealed);
    await changeStatus(tx, ctx, old, "connected", null);
    await tx.update(integrations).set(connectedColumns(checked)).where(eq(integrations.id, old.id));
    await applySchedule(tx, ctx, old.id, readSettings(old.settings).sync);
    await audit(tx, ctx, {
      action: old.externalAccountId ? "integration.reconnected" : "integration.connected",
      subjectKind: "integration",
      subjectId: old.id,
      before: { status: old.status, config: old.config, account: old.accountLabel },
      after: { status: "connected", config: checked.config, account: checked.account.label },
    });
    await emit(tx, "integration/connected", { workspaceId: ctx.workspaceId, integrationId: old.id });
    hintLive(tx, ctx.workspaceId, "integrations", old.id);
  });
  await work.catch((error: unknown) => {
    // Two connects of one account at the same moment: the second meets the unique index.
    throw isTakenAccount(error) ? connectedTwice(checked.account.label) : error;
  });
}

function isTakenAccount(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 3) return false;
  return (
    ("constraint" in error && error.constraint === "integrations_account") ||
    isTakenAccount(error.cause, depth + 1)
  );
}

function connectedColumns({ account, test, config, addresses }: CheckedAccount) {
  return {
    config,
    externalAccountId: account.id,
    accountLabel: account.label,
    grantedScopes: account.grantedScopes,
    lastTest: test,
    lastTestedAt: new Date(test.at),
    isSandbox: isSandboxAddress(addresses, env().CONNECTUS_SANDBOX_URL),
    updatedAt: new Date(),
  };
}

/** History, links and records belong to the account: another one is another integration. */
function requireSameAccount(old: IntegrationRow, { account }: CheckedAccount): void {
  if (!old.externalAccountId || old.externalAccountId === account.id) return;
  throw new AppError("conflict", {
    message: `You signed in to ${account.label}, but this integration belongs to ${old.accountLabel ?? "another account"}.`,
    fix: "Sign in to that account, or add the other one as a new integration.",
    fields: { account: "This is another account." },
  });
}

async function requireNotTwice(tx: Tx, old: IntegrationRow, { account }: CheckedAccount): Promise<void> {
  const [other] = await tx
    .select({ name: integrations.name })
    .from(integrations)
    .where(
      and(
        eq(integrations.connector, old.connector),
        eq(integrations.externalAccountId, account.id),
        ne(integrations.id, old.id),
        isNull(integrations.deletedAt),
      ),
    );
  if (other) throw connectedTwice(account.label, other.name);
}

function connectedTwice(label: string, name?: string): AppError {
  return new AppError("conflict", {
    message: `${label} is already connected in this workspace${name ? ` as "${name}"` : ""}.`,
    fix: "Use that integration, or remove it first.",
    fields: { account: "This account is already connected." },
  });
}
