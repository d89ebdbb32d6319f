import { isAppError } from "../errors";

// serialization and deadlock, connection trouble, resources, shutdown
const passing = /^(40001|40P01|08...|53...|57P0.|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** True for what the database says when the same statement may well work in a moment. */
export function isOutage(error: unknown): boolean {
  if (isAppError(error)) return error.code === "unavailable";
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return passing.test(code) || /connection (terminated|ended)|not queryable/i.test(error.message);
}
