import type { FailureKind } from "@/drizzle/schema/enums";
import type { GuardedAnswer } from "@/lib/net/guarded-request";
import { parseRetryAfter } from "./backoff";
import type { Connector } from "./connector";
import { failureAdvice, ProviderFailure } from "./failure";
import { plainText } from "./redact";

/** Status → kind, where the platform's own error says nothing better. */
export function kindOfStatus(status: number): FailureKind {
  if (status === 401) return "auth_expired";
  if (status === 403) return "missing_scope";
  if (status === 404 || status === 410) return "not_found";
  if (status === 409 || status === 412) return "conflict";
  if (status === 425 || status === 429) return "rate_limited";
  if (status === 408 || status >= 500) return "provider_down";
  if (status >= 400) return "invalid_input";
  return "unexpected_shape";
}

/** JSON, or undefined for nothing. @throws SyntaxError */
export function parseJson(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === "") return undefined;
  const parsed: unknown = JSON.parse(text);
  return hasUnstorableText.test(text) ? storable(parsed) : parsed;
}

/** A NUL or half a surrogate pair, escaped: legal JSON that Postgres' jsonb refuses. */
const hasUnstorableText = /\\u(0000|[dD][89a-fA-F])/;

function storable(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", "").replaceAll(/\p{Surrogate}/gu, "\uFFFD");
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), storable(inner)]));
}

/** What the platform says in an error body, as JSON if it is and else as text. */
function readLoosely(answer: GuardedAnswer): unknown {
  try {
    return parseJson(answer.body);
  } catch {
    return answer.body.toString("utf8", 0, 20_000);
  }
}

/** The failure that an answer with an error status is. */
export function failureOf(
  connector: Pick<Connector, "manifest" | "readFailure">,
  answer: GuardedAnswer,
  isWrite: boolean,
): ProviderFailure {
  const { status, headers } = answer;
  const body = readLoosely(answer);
  const told = connector.readFailure?.({ status, body, headers }) ?? {};
  const kind = told.kind ?? kindOfStatus(status);
  const name = connector.manifest.displayName;
  const said = told.message ?? sentenceOf(body) ?? failureAdvice[kind].cause;
  const retryAfterS = told.retryAfterS ?? parseRetryAfter(headers["retry-after"]);
  // A 5xx or 408 can come from a gateway in front of a server that goes on working.
  const outcomeUnknown = isWrite && (status >= 500 || status === 408) && kind === "provider_down";
  return new ProviderFailure(kind, `${name}: ${plainText(said)}`, {
    status,
    outcomeUnknown,
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
    ...(told.code === undefined ? {} : { providerCode: told.code }),
  });
}

function sentenceOf(body: unknown): string | undefined {
  if (typeof body === "string") {
    return looksLikeHtml(body) ? "It answered with a web page instead of data." : undefined;
  }
  if (body === null || typeof body !== "object") return undefined;
  for (const key of ["message", "error_description", "detail", "title", "error"]) {
    const value = (body as Record<string, unknown>)[key];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return undefined;
}

export function looksLikeHtml(text: string): boolean {
  return /^\s*(<!--[\s\S]*?-->\s*)*<(!doctype|html|head|body|br|b|p|div)\b/i.test(text.slice(0, 2000));
}

/** A success that is not what was asked for: a redirect to a sign-in page, HTML, half a JSON. */
export function shapeFailure(
  connector: Pick<Connector, "manifest">,
  answer: GuardedAnswer,
  isWrite: boolean,
): ProviderFailure {
  const text = answer.body.toString("utf8", 0, 2000);
  const name = connector.manifest.displayName;
  let what = "It answered with something that is not JSON, or only half of it.";
  if (answer.status >= 300) what = "It redirects this call to another place.";
  else if (looksLikeHtml(text)) what = "It answered with a web page instead of data.";
  return new ProviderFailure("unexpected_shape", `${name}: ${what}`, {
    status: answer.status,
    outcomeUnknown: isWrite,
  });
}
