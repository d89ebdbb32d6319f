import type { FailureKind } from "@/drizzle/schema/enums";

/** What every failed call becomes. `message` is safe to show: no token, no header, no query secret. */
export class ProviderFailure extends Error {
  readonly kind: FailureKind;
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined;
  /** Wait at least this long before the same call (from Retry-After or the platform's body). Seconds. */
  readonly retryAfterS: number | undefined;
  /** True when the request may have taken effect although we saw no answer (time-out, cut connection, 5xx). */
  readonly outcomeUnknown: boolean;
  /** The platform's own error code, e.g. `rest_cannot_create`. */
  readonly providerCode: string | undefined;

  constructor(
    kind: FailureKind,
    message: string,
    options: {
      status?: number;
      retryAfterS?: number;
      outcomeUnknown?: boolean;
      providerCode?: string;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ProviderFailure";
    this.kind = kind;
    this.status = options.status;
    this.retryAfterS = options.retryAfterS;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.providerCode = options.providerCode;
  }
}

export function isProviderFailure(error: unknown): error is ProviderFailure {
  return error instanceof Error && error.name === "ProviderFailure";
}

export interface FailureAdvice {
  title: string;
  cause: string;
  fix: string;
  /** Who can mend it. */
  actor: "you" | "admin" | "platform" | "us";
  /** Whether trying again later can help without anybody doing something. */
  transient: boolean;
}

export const failureAdvice: Record<FailureKind, FailureAdvice> = {
  auth_expired: {
    title: "Sign-in expired",
    cause: "The platform no longer accepts our credentials.",
    fix: "Reconnect the integration.",
    actor: "you",
    transient: false,
  },
  missing_scope: {
    title: "Permission missing",
    cause: "The connected account may not do this.",
    fix: "Reconnect and grant the permission, or use an account with more rights.",
    actor: "admin",
    transient: false,
  },
  rate_limited: {
    title: "Platform limit reached",
    cause: "The platform asked us to slow down.",
    fix: "Nothing to do: it goes on by itself when the platform allows.",
    actor: "platform",
    transient: true,
  },
  provider_down: {
    title: "Platform not reachable",
    cause: "The platform did not answer, or answered with an error of its own.",
    fix: "Check the platform's status page; we try again by ourselves.",
    actor: "platform",
    transient: true,
  },
  invalid_input: {
    title: "Not accepted",
    cause: "The platform refused what was sent.",
    fix: "Correct the named field and try again.",
    actor: "you",
    transient: false,
  },
  not_found: {
    title: "Not found at the platform",
    cause: "What this refers to no longer exists there, or is not visible to the account.",
    fix: "Check that it still exists and that the account can see it.",
    actor: "you",
    transient: false,
  },
  conflict: {
    title: "Conflict at the platform",
    cause: "It already exists or was changed there meanwhile.",
    fix: "Open it at the platform, then try again.",
    actor: "you",
    transient: false,
  },
  unexpected_shape: {
    title: "Unexpected answer",
    cause: "The platform, or something in front of it, answered in a form we do not know.",
    fix: "Check the address. If it is right, a firewall or plugin may be in the way.",
    actor: "admin",
    transient: false,
  },
  transformation: {
    title: "Could not be converted",
    cause: "A value does not fit the target field.",
    fix: "Correct the mapping or the value.",
    actor: "you",
    transient: false,
  },
  internal: {
    title: "Our mistake",
    cause: "Something went wrong inside Connectus.",
    fix: "Try again; if it stays, report it with the request id.",
    actor: "us",
    transient: false,
  },
};
