import { z } from "zod";
import { failureAdvice, isProviderFailure } from "@/lib/connectors/kit/failure";
import { isVaultError } from "@/lib/crypto/vault-error";
import { isOutage } from "@/lib/db/outage";
import { AppError, isAppError } from "@/lib/errors";

/** What any failure looks like from outside. Unknown ones say nothing of their cause. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof z.ZodError) return invalidInput(error);
  if (isProviderFailure(error)) return fromProvider(error);
  if (isVaultError(error)) {
    return new AppError("conflict", {
      message: error.message,
      fix: "Enter the credentials again.",
      cause: error,
    });
  }
  if (isOutage(error)) {
    return new AppError("unavailable", {
      message: "The database cannot be used right now.",
      fix: "Try again in a moment. If it goes on, run: npm run doctor",
      retryAfterS: 5,
      cause: error,
    });
  }
  if (isUnstorableText(error)) {
    return new AppError("invalid_input", {
      message: "The request holds text that cannot be stored.",
      fix: "Remove characters that are no text, such as NUL.",
      cause: error,
    });
  }
  return new AppError("internal", {
    message: "Something went wrong inside Connectus.",
    fix: "Try again. If it stays, report it with the request id.",
    cause: error,
  });
}

/** For `safeParse`: a missing field is called missing, also where an enum or a union was expected. */
export const plainIssues = {
  error: (issue: { input?: unknown }) => (issue.input === undefined ? "Is missing." : undefined),
};

export function invalidInput(error: z.ZodError, message = "Some fields are missing or wrong."): AppError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues.slice(0, 50)) {
    fields[issue.path.map(String).join(".").slice(0, 200)] ??= plainMessage(issue);
  }
  return new AppError("invalid_input", { message, fix: "Correct the named fields.", fields, cause: error });
}

function plainMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    return `Unknown field: ${issue.keys.slice(0, 5).join(", ").slice(0, 200)}.`;
  }
  if (/received undefined$/.test(issue.message)) return "Is missing.";
  return issue.message.slice(0, 300);
}

function fromProvider(failure: Parameters<typeof adviceOf>[0] & Error): AppError {
  return new AppError(failure.kind === "invalid_input" ? "unprocessable" : "provider_failed", {
    message: failure.message,
    fix: adviceOf(failure).fix,
    retryAfterS: failure.retryAfterS,
    cause: failure,
  });
}

function adviceOf(failure: { kind: keyof typeof failureAdvice; retryAfterS: number | undefined }) {
  return failureAdvice[failure.kind];
}

// 22021 character_not_in_repertoire, 22P05 untranslatable_character: a door that let such text through.
function isUnstorableText(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  const unstorable = "code" in error && (error.code === "22021" || error.code === "22P05");
  return unstorable || isUnstorableText(error.cause, depth + 1);
}
