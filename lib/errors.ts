/** Every failure that leaves the domain has one of these codes; the HTTP status is derived from the code. */
export const errorStatus = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  provider_failed: 502,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export interface AppErrorOptions {
  /** Shown to people: what happened and why. Never holds a secret. */
  message: string;
  /** What to do next, as one sentence. */
  fix?: string;
  /** Field path → message, for forms and for `errors` in problem+json. */
  fields?: Record<string, string>;
  /** Seconds until a retry makes sense. */
  retryAfterS?: number;
  cause?: unknown;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fix: string | undefined;
  readonly fields: Record<string, string> | undefined;
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.fix = options.fix;
    this.fields = options.fields;
    this.retryAfterS = options.retryAfterS;
  }

  get status(): number {
    return errorStatus[this.code];
  }
}

// Not instanceof: Next bundles this file more than once.
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError" && "code" in error;
}

export function notFound(what: string): AppError {
  return new AppError("not_found", { message: `This ${what} does not exist or you have no access to it.` });
}
