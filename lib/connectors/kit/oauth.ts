import * as oauth from "oauth4webapi";
import { createGuardedFetch } from "@/lib/net/guarded-fetch";
import { isAllowedHost } from "@/lib/net/target";
import { ProviderFailure } from "./failure";
import type { Manifest, OAuthConfig } from "./manifest";
import { normalizeTokenAnswer } from "./oauth-answer";
import { oauthFailure } from "./oauth-failure";

/** Secret as a whole: seal it, log nothing of it. */
export interface TokenSet {
  accessToken: string;
  /** Null when the platform gave none. */
  refreshToken: string | null;
  /** ISO 8601; null when the platform does not say. */
  expiresAt: string | null;
  /** What was granted, not what was asked for; null when the platform does not say. */
  scopes: string[] | null;
}

export interface OAuthClientOptions {
  manifest: Manifest;
  /** From `resolveOrigins`. */
  origins: Readonly<Record<string, string>>;
  app: { clientId: string; clientSecret: string };
  /** Exactly as registered with the platform. */
  redirectUri: string;
  allowHosts?: readonly string[];
  /** Per call to the token endpoint. Default 30,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface OAuthClient {
  /** Where to send the person. `codeVerifier` is needed where the manifest says PKCE. */
  authorizeUrl(input: { state: string; codeVerifier?: string; scopes?: readonly string[] }): Promise<string>;
  /** Code → tokens. Checks state and `iss`; throws what the platform said when the person declined. */
  exchange(input: { callback: URLSearchParams; state: string; codeVerifier?: string }): Promise<TokenSet>;
  /** New tokens; keeps the old refresh token and scopes where the answer has none. `auth_expired` only when the grant is dead. */
  refresh(current: TokenSet): Promise<TokenSet>;
  /** Tells the platform that we are done. False where it has no such endpoint. */
  revoke(current: TokenSet): Promise<boolean>;
}

export const newOAuthState = oauth.generateRandomState;
export const newCodeVerifier = oauth.generateRandomCodeVerifier;

/** OAuth 2.0 for one connector. Failures are ProviderFailure and hold no token. */
export function createOAuthClient(options: OAuthClientOptions): OAuthClient {
  const setup = prepare(options);
  return {
    authorizeUrl: (input) => authorizeUrl(setup, input),
    exchange: (input) => exchange(setup, input),
    refresh: (current) => refresh(setup, current),
    revoke: (current) => revoke(setup, current),
  };
}

interface Setup {
  options: OAuthClientOptions;
  config: OAuthConfig;
  server: oauth.AuthorizationServer & { authorization_endpoint: string; token_endpoint: string };
  client: oauth.Client;
  authenticate: oauth.ClientAuth;
}

function prepare(options: OAuthClientOptions): Setup {
  const { manifest, origins, app } = options;
  const config = manifest.oauth;
  if (!config) throw new ProviderFailure("internal", `${manifest.displayName} does not use OAuth.`);
  const at = ({ origin, path }: { origin: string; path: string }) => `${origins[origin] ?? ""}${path}`;
  const token_endpoint = at(config.token);
  return {
    options,
    config,
    server: {
      issuer: new URL(token_endpoint).origin,
      authorization_endpoint: at(config.authorize),
      token_endpoint,
      ...(config.revoke ? { revocation_endpoint: at(config.revoke) } : {}),
    },
    client: { client_id: app.clientId },
    authenticate:
      config.clientAuth === "basic"
        ? oauth.ClientSecretBasic(app.clientSecret)
        : oauth.ClientSecretPost(app.clientSecret),
  };
}

async function exchange(
  setup: Setup,
  { callback, state, codeVerifier }: Parameters<OAuthClient["exchange"]>[0],
): Promise<TokenSet> {
  const { server, client, authenticate, config, options } = setup;
  return guarded(setup, "sign-in", [callback.get("code"), codeVerifier], async () => {
    const parameters = oauth.validateAuthResponse(server, client, callback, state);
    const verifier = config.pkce ? requireVerifier(codeVerifier) : oauth.nopkce;
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authenticate,
      parameters,
      options.redirectUri,
      verifier,
      transport(setup, server.token_endpoint),
    );
    return toTokenSet(await oauth.processAuthorizationCodeResponse(server, client, answer));
  });
}

async function refresh(setup: Setup, current: TokenSet): Promise<TokenSet> {
  const { server, client, authenticate } = setup;
  const { accessToken, refreshToken } = current;
  return guarded(setup, "token refresh", [accessToken, refreshToken], async () => {
    if (!refreshToken) {
      throw new ProviderFailure("auth_expired", "The sign-in has run out and cannot be renewed by itself.");
    }
    const call = transport(setup, server.token_endpoint);
    const answer = await oauth.refreshTokenGrantRequest(server, client, authenticate, refreshToken, call);
    return mergeTokens(current, toTokenSet(await oauth.processRefreshTokenResponse(server, client, answer)));
  });
}

async function revoke(setup: Setup, { accessToken, refreshToken }: TokenSet): Promise<boolean> {
  const { server, client, authenticate } = setup;
  const { revocation_endpoint } = server;
  if (!revocation_endpoint) return false;
  return guarded(setup, "sign-out", [accessToken, refreshToken], async () => {
    const call = transport(setup, revocation_endpoint);
    const token = refreshToken ?? accessToken;
    const answer = await oauth.revocationRequest(server, client, authenticate, token, call);
    // The library insists on 200; "no content" says the same.
    await oauth.processRevocationResponse(answer.status === 204 ? new Response(null) : answer);
    return true;
  });
}

async function guarded<T>(
  { options }: Setup,
  what: string,
  secrets: readonly (string | null | undefined)[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const hidden = [options.app.clientSecret, ...secrets].filter((one) => typeof one === "string");
    throw oauthFailure(error, options.manifest, what, hidden);
  }
}

/** Never blanks: what the new answer leaves out stays as it was. */
export function mergeTokens(current: TokenSet, fresh: TokenSet): TokenSet {
  return {
    accessToken: fresh.accessToken,
    refreshToken: fresh.refreshToken ?? current.refreshToken,
    expiresAt: fresh.expiresAt,
    scopes: fresh.scopes ?? current.scopes,
  };
}

async function authorizeUrl(
  { options, config, server }: Setup,
  input: { state: string; codeVerifier?: string; scopes?: readonly string[] },
): Promise<string> {
  const url = new URL(server.authorization_endpoint);
  const wanted = input.scopes ?? config.scopes.map((scope) => scope.name);
  const isOptional = (name: string) =>
    config.optionalScopeParam !== undefined &&
    config.scopes.some((one) => one.name === name && !one.required);
  const parameters: Record<string, string> = {
    response_type: "code",
    client_id: options.app.clientId,
    redirect_uri: options.redirectUri,
    state: input.state,
    scope: wanted.filter((name) => !isOptional(name)).join(config.scopeSeparator),
    ...config.extraAuthorizeParams,
  };
  const optional = wanted.filter(isOptional);
  if (config.optionalScopeParam && optional.length > 0) {
    parameters[config.optionalScopeParam] = optional.join(config.scopeSeparator);
  }
  if (config.pkce) {
    parameters.code_challenge = await oauth.calculatePKCECodeChallenge(requireVerifier(input.codeVerifier));
    parameters.code_challenge_method = "S256";
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

function requireVerifier(codeVerifier: string | undefined): string {
  if (codeVerifier) return codeVerifier;
  throw new ProviderFailure("internal", "The sign-in was begun without its PKCE verifier.");
}

function transport({ options, config }: Setup, endpoint: string) {
  const call = createGuardedFetch({
    allowHosts: options.allowHosts ?? [],
    timeoutMs: options.timeoutMs ?? 30_000,
    maxBytes: 1024 * 1024,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return {
    [oauth.customFetch]: async (
      url: string,
      init: { method: string; headers: Record<string, string>; body?: BodyInit },
    ) =>
      normalizeTokenAnswer(
        await call(url, { method: init.method, headers: init.headers, body: init.body ?? null }),
        config,
      ),
    // The guard itself refuses plain http, except where the operator allows the host: the sandbox.
    [oauth.allowInsecureRequests]: isAllowedHost(new URL(endpoint), options.allowHosts ?? []),
  };
}

function toTokenSet(answer: oauth.TokenEndpointResponse): TokenSet {
  const seconds = answer.expires_in;
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token || null,
    expiresAt: seconds === undefined ? null : new Date(Date.now() + seconds * 1000).toISOString(),
    scopes: answer.scope === undefined ? null : answer.scope.split(/[ ,]+/).filter(Boolean),
  };
}
