import * as oauth from "oauth4webapi";
import type { FailureKind } from "@/drizzle/schema/enums";
import { isNetFailure } from "@/lib/net/guarded-request";
import { kindOfStatus } from "./answer";
import { parseRetryAfter } from "./backoff";
import { isProviderFailure, ProviderFailure } from "./failure";
import type { Manifest } from "./manifest";
import { plainText, redact } from "./redact";

/**
 * Only a dead grant is `auth_expired`: network trouble, a busy or broken token endpoint and a wrong app secret must
 * never make people sign in again.
 */
export function oauthFailure(
  error: unknown,
  manifest: Manifest,
  what: string,
  secrets: readonly string[],
): ProviderFailure {
  if (isProviderFailure(error)) return error;
  const fail = (kind: FailureKind, text: string, status?: number, retryAfterS?: number) =>
    new ProviderFailure(kind, redact(`${manifest.displayName} (${what}): ${plainText(text)}`, secrets), {
      ...(status === undefined ? {} : { status }),
      ...(retryAfterS === undefined ? {} : { retryAfterS }),
      ...codeOf(error),
      outcomeUnknown: isNetFailure(error) ? error.outcomeUnknown : (status ?? 0) >= 500,
    });
  if (isNetFailure(error)) {
    const ours = error.code === "bad_url" || error.code === "blocked_address";
    return fail(ours ? "invalid_input" : "provider_down", error.message);
  }
  if (error instanceof oauth.AuthorizationResponseError) {
    const declined = error.error === "access_denied";
    return fail("missing_scope", declined ? "The consent was declined." : said(error));
  }
  if (error instanceof oauth.ResponseBodyError) {
    const retryAfterS = parseRetryAfter(error.response.headers.get("retry-after") ?? undefined);
    return fail(kindOfOAuthError(error.error, error.status), said(error), error.status, retryAfterS);
  }
  const response = responseOf(error);
  if (response && response.status >= 400) {
    const kind =
      response.status === 401 || response.status === 403 ? "invalid_input" : kindOfStatus(response.status);
    const retryAfterS = parseRetryAfter(response.headers.get("retry-after") ?? undefined);
    return fail(kind, `It answered ${response.status} without saying why.`, response.status, retryAfterS);
  }
  if (error instanceof oauth.OperationProcessingError) {
    const stateWrong = error.code === oauth.INVALID_RESPONSE && /"state"|"iss"/.test(error.message);
    if (stateWrong) return fail("invalid_input", "The answer does not belong to the sign-in that was begun.");
    return fail("unexpected_shape", "It did not answer in the form of OAuth.");
  }
  return new ProviderFailure(
    "internal",
    `${manifest.displayName} (${what}): the sign-in failed inside Connectus.`,
  );
}

function kindOfOAuthError(error: string, status: number): FailureKind {
  if (error === "invalid_grant") return "auth_expired";
  if (status === 429 || error === "slow_down") return "rate_limited";
  if (status >= 500 || error === "temporarily_unavailable" || error === "server_error")
    return "provider_down";
  if (error === "invalid_scope" || error === "access_denied") return "missing_scope";
  return "invalid_input";
}

function said(error: oauth.ResponseBodyError | oauth.AuthorizationResponseError): string {
  if (error.error === "invalid_client" || error.error === "unauthorized_client") {
    return "Our app was refused there: its client id or secret is wrong. An administrator must correct it.";
  }
  return error.error_description ?? error.error;
}

function codeOf(error: unknown): { providerCode?: string } {
  const known = error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError;
  return known ? { providerCode: error.error.slice(0, 100) } : {};
}

function responseOf(error: unknown): Response | null {
  if (!(error instanceof Error)) return null;
  if (error.cause instanceof Response) return error.cause;
  return "response" in error && error.response instanceof Response ? error.response : null;
}
