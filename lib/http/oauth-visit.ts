import "server-only";
import type { Ctx } from "@/lib/access/context";
import { readCookie, sessionCookieName } from "@/lib/auth/cookie";
import { sessionContext } from "@/lib/auth/session-context";
import { openSession, readSid } from "@/lib/auth/session-gate";
import { finishOauth } from "@/lib/domain/integration/finish-oauth";
import { toResultQuery } from "@/lib/domain/integration/result-link";
import { startOauth } from "@/lib/domain/integration/start-oauth";
import type { OauthResult } from "@/lib/domain/integration/types";
import { env } from "@/lib/env";
import { isAppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { clientAddress } from "./client-address";
import { toAppError } from "./to-app-error";

/** `GET /api/oauth/<provider>/start?integration=int_…&return_to=/…`: to the platform, or back with the reason why not. */
export async function startVisit(request: Request, provider: string): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const integrationId = query.get("integration") ?? "";
  // It writes a row: a link on somebody else's page must not be enough.
  if (request.headers.get("sec-fetch-site") === "cross-site")
    return toResultPage(failed("Please start from a page of Connectus."));
  try {
    const visitor = await openVisitor(request.headers);
    if (!visitor) return redirect("/sign-in");
    const { authorizationUrl } = await startOauth(visitor, {
      integrationId,
      provider,
      returnTo: query.get("return_to") ?? undefined,
    });
    return redirect(authorizationUrl);
  } catch (error) {
    return toResultPage(failed(tell(error)));
  }
}

/** Ends on `/connected?integration=…&outcome=…&message=…&return_to=…`, whatever happened. */
export async function finishVisit(request: Request, provider: string): Promise<Response> {
  try {
    const visitor = await openVisitor(request.headers);
    const query = new URL(request.url).searchParams;
    return toResultPage(await finishOauth({ provider, query, visitor, now: new Date() }));
  } catch (error) {
    return toResultPage(failed(tell(error)));
  }
}

async function openVisitor(headers: Headers): Promise<Ctx | null> {
  const session = await openSession(await readSid(readCookie(headers, sessionCookieName())), new Date());
  if (!session?.workspaceId) return null;
  return sessionContext(session, { requestId: newId(), ip: clientAddress(headers), now: new Date() });
}

function tell(error: unknown): string {
  const known = toAppError(error);
  if (isAppError(error)) return [known.message, known.fix].filter(Boolean).join(" ");
  const requestId = newId();
  log.error({ requestId, err: error }, "an OAuth visit failed");
  return `${known.message} (request ${requestId})`;
}

function failed(message: string): OauthResult {
  return { outcome: "failed", integrationId: null, message, returnTo: null };
}

function toResultPage(result: OauthResult): Response {
  return redirect(`/connected?${toResultQuery(result)}`);
}

// The query of the callback holds the code: no page after it may learn where the browser was.
function redirect(target: string): Response {
  return new Response(null, {
    status: 303,
    headers: {
      location: new URL(target, env().CONNECTUS_URL).href,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    },
  });
}
