import { parseRetryAfter } from "../kit/backoff";
import type { Connector } from "../kit/connector";
import { ApiError } from "./wire";

type Told = ReturnType<NonNullable<Connector["readFailure"]>>;

/** Seconds to wait where HubSpot sends no Retry-After. A day ends at the account's own midnight, unknown here: look again hourly. */
const windowS: Record<string, number> = { SECONDLY: 1, TEN_SECONDLY_ROLLING: 10, DAILY: 3600 };

/** Locked, asked to wait while an account moves, or Cloudflare's ways to say that the server behind is away. */
const transient = new Set([423, 477, 521, 522, 523, 524]);

/** https://developers.hubspot.com/docs/api-reference/error-handling */
export function readFailure({
  status,
  body,
  headers,
}: {
  status: number;
  body: unknown;
  headers: Readonly<Record<string, string>>;
}): Told {
  // Cloudflare answers so where the token is malformed: to us that is a dead sign-in.
  if (status === 530) return { kind: "auth_expired", message: "HubSpot did not accept the sign-in." };
  const parsed = ApiError.safeParse(body);
  const error: ApiError = parsed.success ? parsed.data : {};
  const code = error.category ?? error.errorType ?? error.policyName;
  const told = { ...(code ? { code } : {}), message: sentence(error) };
  if (transient.has(status)) return { ...told, kind: "provider_down", ...retryAfter(headers, 10) };
  if (status === 429)
    return { ...told, kind: "rate_limited", ...retryAfter(headers, windowS[error.policyName ?? ""] ?? 10) };
  if (error.category === "MISSING_SCOPES") {
    return {
      ...told,
      kind: "missing_scope",
      message: `${told.message ?? "A permission is missing."}${scopesOf(error)}`,
    };
  }
  if (error.category?.endsWith("_AUTHENTICATION")) return { ...told, kind: "auth_expired" };
  if (error.category === "RATE_LIMITS") return { ...told, kind: "rate_limited", ...retryAfter(headers, 10) };
  return told.message || code ? told : null;
}

function retryAfter(headers: Readonly<Record<string, string>>, otherwiseS: number | undefined) {
  const retryAfterS = parseRetryAfter(headers["retry-after"]) ?? otherwiseS;
  return retryAfterS === undefined ? {} : { retryAfterS };
}

function sentence(error: ApiError): string | undefined {
  const details = (error.errors ?? [])
    .map((one) => one.message)
    .filter((text) => text && text !== error.message);
  return [error.message, ...details.slice(0, 5)].filter(Boolean).join(" ") || undefined;
}

function scopesOf(error: ApiError): string {
  const names = (error.errors ?? []).flatMap(
    (one) => one.context?.requiredGranularScopes ?? one.context?.requiredScopes ?? [],
  );
  const unique = [...new Set(names.filter((name): name is string => typeof name === "string"))];
  return unique.length > 0 ? ` Needed: ${unique.join(", ")}.` : "";
}
