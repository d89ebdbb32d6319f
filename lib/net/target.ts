import { isPublicAddress, literalAddress } from "./address";
import { NetFailure } from "./failure";

const maxUrlLength = 8192;
/** Ports above 1023 that browsers refuse as well, because other protocols listen there. https://fetch.spec.whatwg.org/#port-blocking */
const badPorts = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
]);

export interface Target {
  url: URL;
  /** The operator named this host and port: http and private addresses are fine. */
  allowed: boolean;
}

/** Checks an address as text, before anything is resolved. @throws NetFailure bad_url or blocked_address */
export function checkTarget(input: string | URL, allowHosts: readonly string[]): Target {
  const url = parse(input);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new NetFailure("bad_url", "Only https addresses can be called.");
  }
  if (url.username || url.password) {
    throw new NetFailure("bad_url", "The address must not hold a user name or password.");
  }
  if (!url.hostname) throw new NetFailure("bad_url", "The address has no host.");
  if (isAllowedHost(url, allowHosts)) return { url, allowed: true };
  if (url.protocol !== "https:") {
    throw new NetFailure("bad_url", `${url.host} must be called by https, not http.`);
  }
  const port = portOf(url);
  if (port !== 443 && (port < 1024 || badPorts.has(port))) {
    throw new NetFailure("bad_url", `Port ${port} of ${url.hostname} is not a web port.`);
  }
  const literal = literalAddress(url.hostname);
  if (literal !== null && !isPublicAddress(literal)) throw blocked(url.hostname);
  return { url, allowed: false };
}

export function blocked(hostname: string): NetFailure {
  return new NetFailure(
    "blocked_address",
    `${hostname} is not a public internet address, so it is not called.`,
  );
}

/** Whether `host:port` of the URL is on the operator's list. */
export function isAllowedHost(url: URL, allowHosts: readonly string[]): boolean {
  const entry = `${url.hostname}:${portOf(url)}`;
  return allowHosts.some((allowed) => allowed.toLowerCase() === entry);
}

function portOf(url: URL): number {
  return url.port ? Number(url.port) : url.protocol === "http:" ? 80 : 443;
}

function parse(input: string | URL): URL {
  if (String(input).length > maxUrlLength) throw new NetFailure("bad_url", "The address is too long.");
  try {
    return new URL(input);
  } catch {
    throw new NetFailure("bad_url", "This is not a complete web address.");
  }
}
