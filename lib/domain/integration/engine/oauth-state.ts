import "server-only";
import { and, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { oauthStates } from "@/drizzle/schema/gate";
import type { Ctx } from "@/lib/access/context";
import { sha256 } from "@/lib/crypto/hash";
import { openInstance } from "@/lib/crypto/vault";
import { withGate } from "@/lib/db/transaction";
import { oauthRedirectUri } from "../../credential/oauth-client";
import type { OauthOutcome } from "../types";

export type StateRow = typeof oauthStates.$inferSelect;

export function statePlace(stateHash: Uint8Array): { subjectId: string; field: string } {
  return { subjectId: Buffer.from(stateHash).toString("hex"), field: "oauth_state" };
}

export type TakenState =
  | { ok: true; row: StateRow; codeVerifier: string; returnTo: string | null }
  | { ok: false; outcome: OauthOutcome; row: StateRow | null };

const Sealed = z.object({ codeVerifier: z.string(), returnTo: z.string().nullable() });

/** Uses the state up. Everything it is bound to must be met; otherwise it says which rule was broken. */
export async function takeState(
  state: string,
  provider: string,
  visitor: Ctx | null,
  now: Date,
): Promise<TakenState> {
  const stateHash = sha256(state);
  const row = await withGate(async (tx) => {
    const [found] = await tx.select().from(oauthStates).where(eq(oauthStates.stateHash, stateHash));
    return found ?? null;
  });
  const refused = row ? whyNot(row, provider, visitor, now) : "forged";
  if (!row || refused) return { ok: false, outcome: refused ?? "forged", row };
  const [taken] = await withGate((tx) =>
    tx
      .update(oauthStates)
      .set({ usedAt: now })
      .where(
        and(eq(oauthStates.stateHash, stateHash), isNull(oauthStates.usedAt), gt(oauthStates.expiresAt, now)),
      )
      .returning(),
  );
  if (!taken) return { ok: false, outcome: "replayed", row };
  const sealed = await openInstance(statePlace(stateHash), taken.sealed);
  return { ok: true, row: taken, ...Sealed.parse(JSON.parse(sealed)) };
}

function whyNot(row: StateRow, provider: string, visitor: Ctx | null, now: Date): OauthOutcome | null {
  if (row.provider !== provider || row.redirectUri !== oauthRedirectUri(provider)) return "forged";
  // Whose it is comes first: others learn nothing more about it.
  if (!isSameSession(row, visitor)) return "other_session";
  if (row.usedAt) return "replayed";
  return row.expiresAt <= now ? "expired" : null;
}

function isSameSession(row: StateRow, visitor: Ctx | null): boolean {
  // One begun by an API key has no session: knowing the state is all that can be asked for.
  if (row.sessionId === null) return true;
  const actor = visitor?.actor;
  return (
    actor?.kind === "user" && actor.sessionId === row.sessionId && visitor?.workspaceId === row.workspaceId
  );
}
