import type { FailureKind } from "@/drizzle/schema/enums";
import { failureAdvice, type ProviderFailure } from "@/lib/connectors/kit/failure";
import type { Field } from "@/lib/connectors/kit/manifest";
import { AppError } from "@/lib/errors";

const aboutSignIn: ReadonlySet<FailureKind> = new Set(["auth_expired", "missing_scope"]);

/** A failed attempt to connect, told at the field that has to be corrected. */
export function fieldFailure(fields: readonly Field[], failure: ProviderFailure): AppError {
  const advice = failureAdvice[failure.kind];
  const secret = fields.find((field) => field.secret);
  const address = fields.find((field) => field.kind === "url");
  const field = aboutSignIn.has(failure.kind) ? (secret ?? address) : (address ?? secret);
  return new AppError(failure.kind === "rate_limited" ? "rate_limited" : "unprocessable", {
    message: failure.message,
    fix: failure.kind === "auth_expired" ? "Check what you entered and try again." : advice.fix,
    ...(field ? { fields: { [field.key]: failure.message } } : {}),
    ...(failure.retryAfterS === undefined ? {} : { retryAfterS: failure.retryAfterS }),
    cause: failure,
  });
}
