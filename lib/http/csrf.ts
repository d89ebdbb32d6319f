import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

export function isSafeMethod(method: string): boolean {
  return safeMethods.has(method.toUpperCase());
}

/**
 * A cookie-authenticated write must come from our own pages: both Sec-Fetch-Site and Origin, where the browser sends
 * them, must say so, and one of them must be there. Browsers leave out Sec-Fetch-Site on plain http hosts.
 */
export function requireSameOrigin(headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const siteOk = site === null ? origin !== null : site === "same-origin";
  const originOk = origin === null || isOwnOrigin(origin);
  if (siteOk && originOk) return;
  throw new AppError("forbidden", {
    message: "This request did not come from a page of Connectus.",
    fix: "Open Connectus in this browser and try again there.",
  });
}

/** Exactly CONNECTUS_URL; on a laptop its loopback names are one. */
export function isOwnOrigin(origin: string): boolean {
  const own = new URL(env().CONNECTUS_URL);
  if (origin === own.origin) return true;
  if (!loopback.has(own.hostname) || !URL.canParse(origin)) return false;
  const other = new URL(origin);
  return loopback.has(other.hostname) && other.protocol === own.protocol && other.port === own.port;
}
