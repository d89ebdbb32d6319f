import { isIP } from "node:net";
import { env } from "@/lib/env";

/** Set on every request from the socket itself (see `lib/http/peer.ts`); what a client sends under it is overwritten. */
export const peerHeader = "x-connectus-peer";

/**
 * The caller's address. X-Forwarded-For counts only behind CONNECTUS_TRUST_PROXY proxies of our own: the address that
 * the outermost of them saw. Null when nothing trustworthy is known.
 */
export function clientAddress(headers: Headers): string | null {
  const hops = env().CONNECTUS_TRUST_PROXY;
  if (hops === 0) return toAddress(headers.get(peerHeader));
  const chain = (headers.get("x-forwarded-for") ?? "").split(",");
  return toAddress(chain.at(-hops) ?? null);
}

function toAddress(text: string | null): string | null {
  const address = (text ?? "").trim().replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(address) ? address : null;
}

/** Limits count an IPv6 customer network (/64) as one. */
export function limitAddress(address: string | null): string {
  if (!address) return "unknown";
  return isIP(address) === 6 ? `${expandIpv6(address).slice(0, 4).join(":")}::/64` : address;
}

function expandIpv6(address: string): string[] {
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(gap).fill("0"), ...right].map((part) => part.replace(/^0+(?=.)/, ""));
}
