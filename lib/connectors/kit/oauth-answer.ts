import type { OAuthConfig } from "./manifest";

/**
 * Platforms bend RFC 6749: scopes as a list, no token type, errors in words of their own. This brings an answer of
 * a token endpoint back to the standard, so that the library can judge it. Id tokens are dropped: nobody reads them.
 */
export async function normalizeTokenAnswer(answer: Response, config: OAuthConfig): Promise<Response> {
  const text = await answer.text();
  const again = (body: string | null, status = answer.status) =>
    new Response(body, { status, headers: answer.headers });
  const body = asObject(text);
  if (!body) return again(text === "" ? null : text);
  if (answer.ok) {
    const { id_token: _unread, ...rest } = body;
    return again(
      JSON.stringify(standardSuccess(rest)),
      rest.access_token === undefined ? answer.status : 200,
    );
  }
  const word = [body.error, body.status, body.code].find(
    (one) => typeof one === "string" && one in (config.errorCodes ?? {}),
  );
  const known = typeof word === "string" ? config.errorCodes?.[word] : undefined;
  if (known === undefined) return again(text);
  const { message } = body;
  return again(JSON.stringify({ error_description: message, ...body, error: known }));
}

function standardSuccess(body: Record<string, unknown>): Record<string, unknown> {
  const { scopes, refresh_token, expires_in, ...rest } = body;
  const scope = body.scope ?? (Array.isArray(scopes) ? scopes.join(" ") : undefined);
  return {
    ...rest,
    token_type: rest.token_type ?? "bearer",
    ...(scope === undefined || scope === null ? {} : { scope }),
    ...(refresh_token ? { refresh_token } : {}),
    ...(expires_in === undefined || expires_in === null ? {} : { expires_in }),
  };
}

function asObject(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed !== null && typeof parsed === "object" && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
