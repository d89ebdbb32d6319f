import { NonRetriableError, RetryAfterError } from "inngest";
import { isProviderFailure } from "@/lib/connectors/kit/failure";
import { isAppError } from "@/lib/errors";

const transientKinds: ReadonlySet<string> = new Set(["rate_limited", "provider_down"]);
const transientCodes: ReadonlySet<string> = new Set([
  "rate_limited",
  "unavailable",
  "internal",
  "provider_failed",
]);

/**
 * What a step throws decides whether it is tried again: a known wait becomes RetryAfterError, what can pass by itself
 * is thrown as it is (backoff), what somebody must mend becomes NonRetriableError.
 */
export function toJobError(error: unknown): unknown {
  if (!isProviderFailure(error) && !isAppError(error)) return error;
  const transient = isProviderFailure(error)
    ? transientKinds.has(error.kind)
    : transientCodes.has(error.code);
  if (!transient) return new NonRetriableError(error.message, { cause: error });
  if (error.retryAfterS === undefined) return error;
  return new RetryAfterError(error.message, Math.max(1, error.retryAfterS) * 1000, { cause: error });
}

/** Wraps the body of a step: `step.run("pull", job(() => pullSlice(ctx, …)))`. */
export function job<T>(work: () => Promise<T>): () => Promise<T> {
  return async () => {
    try {
      return await work();
    } catch (error) {
      throw toJobError(error);
    }
  };
}
