import "server-only";
import { actorId, type Ctx } from "@/lib/access/context";
import { AppError } from "@/lib/errors";
import { clientAddress, limitAddress } from "@/lib/http/client-address";
import { log } from "@/lib/log";
import { openApiKey } from "./api-key";
import { takeAttempt } from "./attempts";
import { readCookie, sessionCookieName } from "./cookie";
import { sessionContext } from "./session-context";
import { openSession, readSid } from "./session-gate";

export interface Caller {
  ctx: Ctx;
  /** A cookie is sent by the browser unasked, so its writes need an origin check. */
  viaCookie: boolean;
  /** Whose calls are counted together. */
  limitKey: string;
}

/** Who calls the API: `Authorization: Bearer cns_…`, else the session cookie. A given key is never passed over. */
export async function authenticate(headers: Headers, requestId: string, now = new Date()): Promise<Caller> {
  const request = { requestId, ip: clientAddress(headers), now };
  const authorization = headers.get("authorization");
  const ctx = authorization
    ? await openApiKey(bearer(authorization), request)
    : await openCookie(headers, request);
  if (!ctx) {
    log.warn({ requestId, ip: request.ip, via: authorization ? "key" : "cookie" }, "not authenticated");
    await slowDown(request.ip, now);
    throw unauthenticated(Boolean(authorization));
  }
  return {
    ctx,
    viaCookie: !authorization,
    limitKey: `${ctx.actor.kind} ${actorId(ctx.actor)}`,
  };
}

async function openCookie(headers: Headers, request: { requestId: string; ip: string | null; now: Date }) {
  const session = await openSession(await readSid(readCookie(headers, sessionCookieName())), request.now);
  return session ? sessionContext(session, request) : null;
}

async function slowDown(ip: string | null, now: Date): Promise<void> {
  const taken = await takeAttempt(`api address ${limitAddress(ip)}`, { limit: 600, windowS: 60 }, now);
  if (taken.ok) return;
  throw new AppError("rate_limited", {
    message: "Too many requests without a valid API key came from this address.",
    fix: "Check the key, then try again later.",
    retryAfterS: taken.retryAfterS,
  });
}

function bearer(authorization: string): string {
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? "";
}

function unauthenticated(withKey: boolean): AppError {
  return new AppError("unauthenticated", {
    message: withKey ? "This API key is unknown, expired or revoked." : "Nobody is signed in.",
    fix: withKey
      ? "Make a new key under Settings, API keys."
      : "Send the header authorization: Bearer <API key>, or sign in.",
  });
}
