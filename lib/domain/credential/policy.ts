import type { FailureKind } from "@/drizzle/schema/enums";
import type { TokenSet } from "@/lib/connectors/kit/oauth";

/** What is sealed for one integration. Never leaves the server. */
export type Secrets = FieldSecrets | OauthSecrets;

export interface FieldSecrets {
  kind: "fields";
  values: Record<string, string>;
}

export interface OauthSecrets extends TokenSet {
  kind: "oauth";
}

const quarterHourMs = 15 * 60_000;

/** 15 minutes before the end, or in the last fifth of a shorter life. */
export function refreshAfter(obtainedAt: Date, expiresAt: Date): Date {
  const lifeMs = Math.max(0, expiresAt.getTime() - obtainedAt.getTime());
  return new Date(expiresAt.getTime() - Math.min(quarterHourMs, lifeMs * 0.2));
}

export const refusedDaysUntilReconnect = 4;

export type RefreshVerdict =
  | { kind: "reconnect"; reason: string }
  /** Refused today: one more distinct day of it is noted. */
  | { kind: "count"; days: string[] }
  | { kind: "wait" };

/**
 * A dead grant (`invalid_grant`) ends it at once; another refusal (4xx, not 429) only on the fourth distinct day;
 * an unreachable or busy platform never does.
 */
export function judgeRefreshFailure(
  failure: { kind: FailureKind; status: number | undefined },
  refusedDays: readonly string[],
  today: string,
): RefreshVerdict {
  if (failure.kind === "auth_expired") {
    return {
      kind: "reconnect",
      reason: "The platform says that our access was revoked or has expired. Please reconnect.",
    };
  }
  const { status } = failure;
  const refused = status !== undefined && status >= 400 && status < 500 && status !== 429 && status !== 408;
  if (!refused) return { kind: "wait" };
  const days = [...new Set([...refusedDays, today])];
  if (days.length < refusedDaysUntilReconnect) return { kind: "count", days };
  return {
    kind: "reconnect",
    reason: `The platform refused to renew our access on ${days.length} different days. Please reconnect.`,
  };
}
