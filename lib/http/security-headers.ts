const always: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "x-frame-options": "DENY",
};

/** `popup`: what an OAuth window passes on its way back; any opener policy there would cut it off from its opener. */
export function setSecurityHeaders(
  headers: Headers,
  options: { csp: string; https: boolean; popup?: boolean },
): void {
  for (const [name, value] of Object.entries(always)) headers.set(name, value);
  headers.set("cross-origin-opener-policy", options.popup ? "unsafe-none" : "same-origin-allow-popups");
  headers.set("content-security-policy", options.csp);
  if (options.https) headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
}

/** Scripts only with the nonce of this answer. Radix, charts and toasts set inline styles, so styles are open. */
export function pageCsp(nonce: string, options: { https: boolean; development: boolean }): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${options.development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(options.https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

export const apiCsp = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
