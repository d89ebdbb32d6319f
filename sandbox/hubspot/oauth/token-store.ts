import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../../kit/clock";
import type { Reply } from "../../kit/http";
import { toDict, toList } from "../../kit/json";
import { errorReply } from "../errors";
import { demoPortals } from "../portals";
import { allScopes } from "./scopes";

export const demoApp = {
  id: 4_200_001,
  clientId: "sandbox-hubspot-client",
  clientSecret: "sandbox-hubspot-secret",
};
export const demoUser = { id: 7_700_001, email: "demo.user@example.test" };

/** Who a bearer token speaks for. */
export interface Actor {
  kind: "app" | "private";
  appId: number;
  portalId: number;
  scopes: string[];
}

/** One installation of the app in a portal. */
export interface Grant {
  id: string;
  portalId: number;
  scopes: string[];
  refreshToken: string;
  /** The app was removed from the portal: its tokens are worth nothing. */
  uninstalled: boolean;
  /** The refresh token was revoked: access tokens live on until they expire. */
  refreshRevoked: boolean;
}

interface AccessToken {
  token: string;
  grantId: string;
  expiresAt: number;
}

export interface AuthCode {
  code: string;
  portalId: number;
  scopes: string[];
  redirectUri: string;
  challenge: string | null;
  expiresAt: number;
}

const codeLifeMs = 10 * 60_000;
const keepExpiredMs = 24 * 60 * 60_000;
const rightBearer = /^[\w.~+/=-]+$/;

export class TokenStore {
  private codes = new Map<string, AuthCode>();
  private grants = new Map<string, Grant>();
  private access = new Map<string, AccessToken>();

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  issueCode(code: Omit<AuthCode, "code" | "expiresAt">): string {
    const issued = { ...code, code: randomUUID(), expiresAt: this.clock.now() + codeLifeMs };
    this.codes.set(issued.code, issued);
    this.changed();
    return issued.code;
  }

  /** The code, once; undefined when unknown, used or too old. */
  takeCode(text: string): AuthCode | undefined {
    const code = this.codes.get(text);
    this.codes.delete(text);
    this.changed();
    return code && code.expiresAt > this.clock.now() ? code : undefined;
  }

  install(portalId: number, scopes: string[]): Grant {
    const grant: Grant = {
      id: randomUUID(),
      portalId,
      scopes,
      refreshToken: newRefreshToken(),
      uninstalled: false,
      refreshRevoked: false,
    };
    this.grants.set(grant.id, grant);
    this.changed();
    return grant;
  }

  issueAccess(grant: Grant, ttlSeconds: number): string {
    const now = this.clock.now();
    for (const old of this.access.values())
      if (old.expiresAt < now - keepExpiredMs) this.access.delete(old.token);
    const token = newAccessToken();
    this.access.set(token, { token, grantId: grant.id, expiresAt: now + ttlSeconds * 1000 });
    this.changed();
    return token;
  }

  rotate(grant: Grant): void {
    grant.refreshToken = newRefreshToken();
    this.changed();
  }

  grantOfRefreshToken(token: string): Grant | undefined {
    return [...this.grants.values()].find(
      (grant) => grant.refreshToken === token && !grant.refreshRevoked && !grant.uninstalled,
    );
  }

  findAccess(token: string): { grant: Grant; expiresAt: number } | undefined {
    const access = this.access.get(token);
    const grant = access && this.grants.get(access.grantId);
    return access && grant && !grant.uninstalled ? { grant, expiresAt: access.expiresAt } : undefined;
  }

  revokeRefresh(token: string): void {
    const grant = this.grantOfRefreshToken(token);
    if (grant) grant.refreshRevoked = true;
    this.changed();
  }

  revokeAccess(token: string): void {
    this.access.delete(token);
    this.changed();
  }

  expireAll(): number {
    const now = this.clock.now();
    let count = 0;
    for (const access of this.access.values()) {
      if (access.expiresAt <= now) continue;
      access.expiresAt = now - 1000;
      count += 1;
    }
    this.changed();
    return count;
  }

  uninstallAll(): number {
    const installed = [...this.grants.values()].filter((grant) => !grant.uninstalled);
    for (const grant of installed) grant.uninstalled = true;
    this.changed();
    return installed.length;
  }

  /** The actor of an Authorization header, or the refusal HubSpot gives. */
  authenticate(authorization: string | undefined): { actor: Actor } | { refused: Reply } {
    const bearer = /^Bearer\s+(.*)$/i.exec(authorization ?? "")?.[1]?.trim();
    if (!bearer) return { refused: noCredentials() };
    // The edge in front of HubSpot answers a malformed value before HubSpot sees it.
    if (!rightBearer.test(bearer)) return { refused: { status: 530, headers: {}, body: "error code: 1016" } };
    if (bearer.startsWith("pat-demo-")) return { actor: privateActor(bearer) };
    const found = this.findAccess(bearer);
    if (!found) return { refused: noCredentials() };
    const lateMs = this.clock.now() - found.expiresAt;
    if (lateMs >= 0) return { refused: expired(Math.ceil(lateMs / 1000)) };
    const { portalId, scopes } = found.grant;
    return { actor: { kind: "app", appId: demoApp.id, portalId, scopes } };
  }

  save(): unknown {
    return {
      codes: [...this.codes.values()].filter((code) => code.expiresAt > this.clock.now()),
      grants: [...this.grants.values()],
      access: [...this.access.values()],
    };
  }

  load(saved: unknown): void {
    const { codes, grants, access } = toDict(saved);
    this.codes = new Map((toList(codes) as AuthCode[]).map((code) => [code.code, code]));
    this.grants = new Map((toList(grants) as Grant[]).map((grant) => [grant.id, grant]));
    this.access = new Map((toList(access) as AccessToken[]).map((token) => [token.token, token]));
  }
}

/** `pat-demo-…` speaks for the first portal, `pat-demo-south-…` for the second; both with every scope. */
function privateActor(token: string): Actor {
  const portal =
    demoPortals.find((candidate) => token.startsWith(`pat-demo-${candidate.key}`)) ?? demoPortals[0];
  return { kind: "private", appId: 4_200_900, portalId: portal.id, scopes: allScopes };
}

function noCredentials(): Reply {
  return errorReply(
    401,
    "INVALID_AUTHENTICATION",
    "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
  );
}

function expired(seconds: number): Reply {
  return errorReply(
    401,
    "EXPIRED_AUTHENTICATION",
    `The OAuth token used to make this call expired ${seconds} second(s) ago.`,
  );
}

/** Real ones vary in length and may pass 300 characters. */
function newAccessToken(): string {
  return `C${randomBytes(150 + Math.floor(Math.random() * 90)).toString("base64url")}`;
}

function newRefreshToken(): string {
  return `na1-${randomUUID()}`;
}
