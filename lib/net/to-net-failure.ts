import { isNetFailure, NetFailure } from "./failure";

interface Context {
  host: string;
  sent: boolean;
  timedOut: boolean;
}

const notConnected = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Gives errors of sockets, TLS, names and undici one of our codes. */
export function toNetFailure(error: unknown, context: Context): NetFailure {
  const { host, sent } = context;
  const inner = innermost(error);
  if (isNetFailure(inner)) return inner;
  const code = codeOf(inner);
  if (context.timedOut)
    return new NetFailure("timeout", `${host} did not answer in time.`, { sent, cause: error });
  if (code === "UND_ERR_ABORTED" || (inner instanceof Error && inner.name === "AbortError")) {
    return new NetFailure("aborted", `The call to ${host} was canceled.`, { sent, cause: error });
  }
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return new NetFailure("too_large", `${host} answered with oversized headers.`, { sent, cause: error });
  }
  if (code === "UND_ERR_INVALID_ARG") {
    return new NetFailure("bad_url", `The request to ${host} could not be formed.`, { cause: error });
  }
  if (/^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_|UNABLE_|SELF_SIGNED|HOSTNAME_MISMATCH)/.test(code)) {
    const why = "Its certificate or encryption was not accepted.";
    return new NetFailure("tls", `No safe connection to ${host}. ${why}`, { sent, cause: error });
  }
  if (!sent || notConnected.has(code)) {
    return new NetFailure("connect", `${host} could not be reached.`, { sent, cause: error });
  }
  return new NetFailure("connect", `${host} cut the connection before its answer was complete.`, {
    sent,
    cause: error,
  });
}

/** With two address families Node reports an AggregateError; its last attempt says enough. */
function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors.at(-1));
  if (error instanceof Error && isNetFailure(error.cause)) return error.cause;
  return error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
