import { isAppError } from "../errors";

// https://www.postgresql.org/docs/18/errcodes-appendix.html: serialization and deadlock, connection trouble, resources,
// shutdown, read-only, lock not available.
const passing = /^(40001|40P01|08...|53...|57P0.|25006|55P03)$/;
const network = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND"]);
const lost =
  /connection (terminated|ended)|not queryable|client was closed|timeout exceeded when trying to connect/i;

/** True for what the database says when the same statement may well work in a moment. Drizzle and the pool wrap it. */
export function isOutage(error: unknown, depth = 0): boolean {
  if (isAppError(error)) return error.code === "unavailable";
  if (!(error instanceof Error) || error.name === "ProviderFailure" || depth > 4) return false;
  const code = "code" in error ? String(error.code) : "";
  if (passing.test(code) || network.has(code) || lost.test(error.message)) return true;
  return isOutage(error.cause, depth + 1);
}
