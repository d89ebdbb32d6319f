import { type NextRequest, NextResponse } from "next/server";
import { sessionCookieName, usesSecureCookies } from "@/lib/auth/cookie";
import { pathHeader } from "@/lib/auth/return-path";
import { apiCsp, pageCsp, setSecurityHeaders } from "@/lib/http/security-headers";

export const config = { matcher: "/((?!_next/static/).*)" };

const openPages = /^\/(sign-in|sign-up|invite|connect)(\/|$)/;
const oauthWindow = /^\/(connected$|api\/oauth\/)/;
const isFile = /\.[a-z0-9]{2,11}$/i;

/** Headers and a friendly redirect. Not authorisation: every page, action and route asks the session row itself. */
export function proxy(request: NextRequest): NextResponse {
  const https = usesSecureCookies();
  const { pathname } = request.nextUrl;
  const popup = oauthWindow.test(pathname);
  const sent = withoutInternals(request.headers);
  if (pathname.startsWith("/api/")) {
    const response = NextResponse.next({ request: { headers: sent } });
    setSecurityHeaders(response.headers, { csp: apiCsp, https, popup });
    // next-auth's own answers say nothing about caching.
    if (pathname.startsWith("/api/auth/")) response.headers.set("cache-control", "no-store");
    return response;
  }
  if (needsSignIn(request)) return toSignIn(request, https);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const csp = pageCsp(nonce, { https, development: process.env.NODE_ENV === "development" });
  sent.set("x-nonce", nonce);
  sent.set(pathHeader, pathname + request.nextUrl.search);
  sent.set("content-security-policy", csp);
  const response = NextResponse.next({ request: { headers: sent } });
  setSecurityHeaders(response.headers, { csp, https, popup });
  return response;
}

// Past advisories let a client steer Next with its own internal headers.
function withoutInternals(headers: Headers): Headers {
  const kept = new Headers();
  for (const [name, value] of headers) {
    if (!/^x-(middleware|invoke|nonce$|connectus-path$)/.test(name)) kept.append(name, value);
  }
  kept.delete("content-security-policy");
  return kept;
}

function needsSignIn(request: NextRequest): boolean {
  const { pathname } = request.nextUrl;
  if (openPages.test(pathname) || isFile.test(pathname)) return false;
  return !request.cookies.has(sessionCookieName());
}

function toSignIn(request: NextRequest, https: boolean): NextResponse {
  const { pathname, search } = request.nextUrl;
  const target = new URL("/sign-in", request.url);
  if (pathname !== "/") target.searchParams.set("next", `${pathname}${search}`);
  const response = NextResponse.redirect(target, 307);
  setSecurityHeaders(response.headers, { csp: apiCsp, https });
  return response;
}
