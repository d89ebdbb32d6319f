export const netFailureCodes = [
  "blocked_address",
  "bad_url",
  "dns",
  "connect",
  "tls",
  "timeout",
  "too_large",
  "bad_encoding",
  "redirect",
  "aborted",
] as const;
export type NetFailureCode = (typeof netFailureCodes)[number];

/** A call that brought no usable answer. `message` names the host at most: no path, query or header. */
export class NetFailure extends Error {
  readonly code: NetFailureCode;
  /** True when bytes of the request may have left, so that a write may have taken effect. */
  readonly outcomeUnknown: boolean;

  constructor(code: NetFailureCode, message: string, options: { sent?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "NetFailure";
    this.code = code;
    this.outcomeUnknown = options.sent ?? false;
  }
}

export function isNetFailure(error: unknown): error is NetFailure {
  return error instanceof Error && error.name === "NetFailure";
}
