import "server-only";
import type { RunError } from "@/drizzle/schema/sync";
import { failureAdvice, isProviderFailure, type ProviderFailure } from "@/lib/connectors/kit/failure";
import { isAppError } from "@/lib/errors";
import { noteFailure } from "../../integration/note-failure";
import { confirmWait, isTransient, mostAttempts, retryWait } from "../policy";
import type { PublishOutcome } from "./advance";
import { type Claim, updateHeld } from "./claim";
import { endHeld } from "./end-publication";
import { mutationAge } from "./read-back";
import { forgetUploads } from "./upload-pictures";

const longestConfirmS = 3600;

/** Any trouble but the one mutation's: wait for what can pass, end with the reason otherwise. */
export async function settleTrouble(claim: Claim, error: unknown): Promise<PublishOutcome> {
  const problem = toProblem(error);
  if (!problem) throw error;
  // While the mutation's outcome is unknown nothing ends: the answer is still to be read.
  if (claim.row.mutationStartedAt && !claim.row.externalId) {
    const ageS = await mutationAge(claim);
    if (isProviderFailure(error)) await noteFailure(claim.ctx, claim.row.integrationId, error);
    if (ageS < longestConfirmS) {
      await updateHeld(claim, { state: "confirming", error: problem.error, claimUntil: null });
      return { state: "again", seconds: Math.max(confirmWait(ageS), problem.askedS ?? 0) };
    }
  } else if (problem.canPass && claim.row.attempts < mostAttempts) {
    await updateHeld(claim, { error: problem.error, claimUntil: null });
    return { state: "again", seconds: retryWait(claim.row.attempts, problem.askedS) };
  }
  if (isProviderFailure(error)) await noteFinal(claim, error);
  await endHeld(claim, { state: "failed", error: problem.error });
  return { state: "over" };
}

async function noteFinal(claim: Claim, failure: ProviderFailure): Promise<void> {
  await noteFailure(claim.ctx, claim.row.integrationId, failure);
  if (failure.kind === "invalid_input" || failure.kind === "not_found") await forgetUploads(claim);
}

interface Problem {
  error: RunError;
  canPass: boolean;
  askedS: number | undefined;
}

/** Null for our own mistakes: those go to the engine's retries. */
function toProblem(error: unknown): Problem | null {
  if (isProviderFailure(error)) {
    const advice = failureAdvice[error.kind];
    const shown = { kind: error.kind, message: error.message || advice.cause, fix: advice.fix };
    return { error: shown, canPass: isTransient(error.kind), askedS: error.retryAfterS };
  }
  if (isAppError(error) && !["unavailable", "internal"].includes(error.code)) {
    const shown = {
      kind: "internal",
      message: error.message,
      fix: error.fix ?? "Open the integration to see what it needs.",
    };
    return { error: shown, canPass: error.code === "rate_limited", askedS: error.retryAfterS };
  }
  return null;
}
