import { createHash, timingSafeEqual } from "node:crypto";
import { type Call, contentType, empty, formBody, json, Refusal, type Reply } from "../../kit/http";
import { parseJson, toDict, toText } from "../../kit/json";
import { parseMultipart } from "../../kit/multipart";
import type { Handler, Router } from "../../kit/router";
import type { HubspotContext } from "../context";
import { notFound } from "../errors";
import { demoPortals } from "../portals";
import { demoApp, demoUser, type Grant } from "./token-store";

type Version = "v1" | "v3";

export function addTokenRoutes(router: Router<HubspotContext>): void {
  const token =
    (version: Version): Handler<HubspotContext> =>
    (call, context) =>
      exchange(call, context, version);
  router
    .on("POST", "/oauth/v1/token", token("v1"))
    .on("POST", "/oauth/v3/token", token("v3"))
    .on("POST", "/oauth/2026-03/token", token("v3"))
    .on("POST", "/oauth/v3/token/introspect", introspect)
    .on("POST", "/oauth/v3/token/revoke", revoke)
    .on("GET", "/oauth/v1/access-tokens/:token", accessTokenInfo)
    .on("GET", "/oauth/v1/refresh-tokens/:token", refreshTokenInfo)
    .on("DELETE", "/oauth/v1/refresh-tokens/:token", deleteRefreshToken)
    .on("POST", "/oauth/v2/private-apps/get/access-token-info", privateAppInfo);
}

/** The official client sends multipart to the v1 endpoint; HubSpot takes both forms. */
function readForm(call: Call): URLSearchParams {
  if (contentType(call) !== "multipart/form-data") return formBody(call);
  const parts = parseMultipart(String(call.headers["content-type"]), call.body) ?? [];
  return new URLSearchParams(parts.map((part) => [part.name, part.bytes.toString("utf8")]));
}

function refused(status: string, message: string, error: string, description = message): Refusal {
  return new Refusal(json(400, { error, error_description: description, status, message }));
}

function checkClient(form: URLSearchParams): void {
  if (form.get("client_id") !== demoApp.clientId)
    throw refused("BAD_CLIENT_ID", "missing or unknown client id", "invalid_client");
  const secret = Buffer.from(form.get("client_secret") ?? "");
  const right = Buffer.from(demoApp.clientSecret);
  if (secret.length !== right.length || !timingSafeEqual(secret, right))
    throw refused("BAD_CLIENT_SECRET", "missing or invalid client secret", "invalid_client");
}

function exchange(call: Call, context: HubspotContext, version: Version): Reply {
  const form = readForm(call);
  const grantType = form.get("grant_type");
  if (grantType !== "authorization_code" && grantType !== "refresh_token")
    throw refused("BAD_GRANT_TYPE", "missing or unknown grant type", "unsupported_grant_type");
  checkClient(form);
  const grant = grantType === "refresh_token" ? refreshed(form, context) : installed(form, context);
  const ttl = Number(context.values.tokenTtlSeconds);
  const body = {
    token_type: "bearer",
    refresh_token: grant.refreshToken,
    access_token: context.tokens.issueAccess(grant, ttl),
    expires_in: ttl,
  };
  const more = {
    token_use: "access_token",
    hub_id: grant.portalId,
    user_id: demoUser.id,
    scopes: grant.scopes,
  };
  return json(200, version === "v3" ? { ...body, ...more } : body, { "cache-control": "no-store" });
}

function installed(form: URLSearchParams, { tokens }: HubspotContext): Grant {
  const code = tokens.takeCode(form.get("code") ?? "");
  if (!code) throw refused("BAD_AUTH_CODE", "missing or unknown auth code", "invalid_grant");
  if (form.get("redirect_uri") !== code.redirectUri)
    throw refused(
      "BAD_REDIRECT_URI",
      "missing or invalid redirect uri",
      "invalid_grant",
      "redirect_uri does not match the one the code was issued for",
    );
  if (code.challenge && s256(form.get("code_verifier") ?? "") !== code.challenge)
    throw refused("BAD_CODE_VERIFIER", "missing or invalid code verifier", "invalid_grant");
  return tokens.install(code.portalId, code.scopes);
}

function refreshed(form: URLSearchParams, { tokens, values }: HubspotContext): Grant {
  const grant = tokens.grantOfRefreshToken(form.get("refresh_token") ?? "");
  if (!grant)
    throw refused(
      "BAD_REFRESH_TOKEN",
      "missing or invalid refresh token",
      "invalid_grant",
      "refresh token is invalid, expired or revoked",
    );
  if (values.rotateRefreshTokens === true) tokens.rotate(grant);
  return grant;
}

function s256(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}

function introspect(call: Call, { tokens, clock }: HubspotContext): Reply {
  const form = readForm(call);
  checkClient(form);
  const token = form.get("token") ?? "";
  const access = tokens.findAccess(token);
  const isLive = access !== undefined && access.expiresAt > clock.now();
  const grant = isLive ? access.grant : tokens.grantOfRefreshToken(token);
  if (!grant) return json(200, { active: false });
  return json(200, {
    active: true,
    token_use: isLive ? "access_token" : "refresh_token",
    token_type: "bearer",
    client_id: demoApp.clientId,
    hub_id: grant.portalId,
    user_id: demoUser.id,
    scopes: grant.scopes,
    ...(isLive ? { expires_in: Math.floor((access.expiresAt - clock.now()) / 1000) } : {}),
  });
}

function revoke(call: Call, { tokens }: HubspotContext): Reply {
  const form = readForm(call);
  checkClient(form);
  const token = form.get("token") ?? "";
  tokens.revokeRefresh(token);
  tokens.revokeAccess(token);
  return empty(200);
}

function portalDomain(grant: Grant): string {
  return demoPortals.find((portal) => portal.id === grant.portalId)?.domain ?? "";
}

function accessTokenInfo(call: Call, { tokens, clock }: HubspotContext): Reply {
  const token = call.params.token ?? "";
  const access = tokens.findAccess(token);
  if (!access || access.expiresAt <= clock.now())
    throw notFound("access token does not exist or has expired");
  return json(200, {
    token,
    user: demoUser.email,
    hub_domain: portalDomain(access.grant),
    scopes: access.grant.scopes,
    hub_id: access.grant.portalId,
    app_id: demoApp.id,
    expires_in: Math.floor((access.expiresAt - clock.now()) / 1000),
    user_id: demoUser.id,
    token_type: "access",
  });
}

function refreshTokenInfo(call: Call, { tokens }: HubspotContext): Reply {
  const token = call.params.token ?? "";
  const grant = tokens.grantOfRefreshToken(token);
  if (!grant) throw notFound("refresh token does not exist");
  return json(200, {
    token,
    user: demoUser.email,
    hub_domain: portalDomain(grant),
    scopes: grant.scopes,
    hub_id: grant.portalId,
    client_id: demoApp.clientId,
    user_id: demoUser.id,
    token_type: "refresh",
  });
}

function deleteRefreshToken(call: Call, { tokens }: HubspotContext): Reply {
  tokens.revokeRefresh(call.params.token ?? "");
  return empty(204);
}

function privateAppInfo(call: Call, { tokens }: HubspotContext): Reply {
  const { tokenKey } = toDict(parseJson(call.body)?.value);
  const found = tokens.authenticate(`Bearer ${toText(tokenKey) ?? ""}`);
  if (!("actor" in found) || found.actor.kind !== "private")
    throw notFound("private app token does not exist");
  const { portalId, appId, scopes } = found.actor;
  return json(200, { userId: demoUser.id, hubId: portalId, appId, scopes });
}
