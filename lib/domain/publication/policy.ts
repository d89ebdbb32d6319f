import type { FailureKind, PublicationState } from "@/drizzle/schema/enums";
import { isProviderFailure } from "@/lib/connectors/kit/failure";

/**
 * Seconds after the mutation was noted until "the platform has none" is believed: ours is broken off after 60 s, and a
 * platform that goes on with a request whose caller is gone ends it within 60 s (PHP 30 s, gateways 60 s).
 */
export const settleS = 120;

/** Tries that reached the platform before a person has to look. Read-backs do not count. */
export const mostAttempts = 8;

export const openStates: readonly PublicationState[] = ["queued", "publishing", "confirming"];

/** True when the mutation may have taken effect: only a clear refusal by the platform proves that it has not. */
export function mayHaveHappened(error: unknown): boolean {
  if (!isProviderFailure(error)) return true;
  if (error.outcomeUnknown || error.kind === "unexpected_shape" || error.kind === "internal") return true;
  return error.status !== undefined && error.status >= 500;
}

export function isTransient(kind: FailureKind): boolean {
  return kind === "rate_limited" || kind === "provider_down";
}

/** Seconds to the next read-back: soon at first, then with the time that has passed. */
export function confirmWait(elapsedS: number): number {
  return Math.min(20, Math.max(2, Math.ceil(elapsedS / 3)));
}

/** Seconds to the next try after trouble that can pass by itself. */
export function retryWait(attempts: number, askedS: number | undefined): number {
  if (askedS !== undefined) return Math.min(24 * 3600, Math.max(1, Math.ceil(askedS)));
  return Math.min(300, 5 * 2 ** Math.max(0, attempts - 1));
}
