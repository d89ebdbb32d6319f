import { env } from "@/lib/env";

export const sessionMaxAgeS = 30 * 24 * 60 * 60;

/** Secure cookies and their prefixes need https; a laptop's loopback http does without. */
export function usesSecureCookies(): boolean {
  return new URL(env().CONNECTUS_URL).protocol === "https:";
}

export function sessionCookieName(): string {
  return usesSecureCookies() ? "__Host-connectus.session" : "connectus.session";
}

/** The value of one cookie of a Cookie header. */
export function readCookie(headers: Headers, name: string): string | null {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
