import ipaddr from "ipaddr.js";

const globalUnicast6 = ipaddr.IPv6.parseCIDR("2000::/3");
/** Public by range, but every Azure machine reaches its own control plane there. */
const azureWireServer = "168.63.129.16";

/**
 * True for an address on the open internet. All else is refused: private, loopback, link-local (metadata),
 * carrier NAT, 0/8, multicast, reserved, and every IPv6 form that smuggles an IPv4 address (mapped,
 * compatible, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  if (parsed instanceof ipaddr.IPv6) return !parsed.zoneId && parsed.match(globalUnicast6);
  return parsed.toString() !== azureWireServer;
}

/** Without the brackets of an IPv6 host; null when the host is a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(bare) ? bare : null;
}
