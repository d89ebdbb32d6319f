/** Set by the proxy on every page request: the path and query that were asked for. */
export const pathHeader = "x-connectus-path";

/** Where to go after signing in: a path of ours, never another host. `//host` and `/\host` are hosts to a browser. */
export function returnPath(next: unknown, fallback = "/"): string {
  if (typeof next !== "string" || next.length > 2000) return fallback;
  if (!/^\/(?![/\\])[^\s\\]*$/.test(next)) return fallback;
  const base = "http://own.invalid";
  if (!URL.canParse(next, base)) return fallback;
  const url = new URL(next, base);
  // `/a/../..//host` only becomes `//host` once its dots are resolved.
  if (url.origin !== base || url.pathname.startsWith("//")) return fallback;
  return `${url.pathname}${url.search}${url.hash}`;
}
