import type { AppError, ErrorCode } from "@/lib/errors";

/** RFC 9457 (https://www.rfc-editor.org/rfc/rfc9457), with our code, the fix and the request id. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  fix: string;
  request_id: string;
  errors?: { field: string; message: string }[];
}

const titles: Record<ErrorCode, string> = {
  invalid_input: "Invalid input",
  unauthenticated: "Not signed in",
  forbidden: "Not allowed",
  not_found: "Not found",
  method_not_allowed: "Method not allowed",
  conflict: "Conflict",
  gone: "Gone",
  payload_too_large: "Too large",
  unsupported_media_type: "Unsupported media type",
  unprocessable: "Cannot be processed",
  rate_limited: "Too many requests",
  internal: "Internal error",
  provider_failed: "The platform failed",
  unavailable: "Temporarily unavailable",
};

/** What to do next where the error itself names nothing better. */
const usualFix: Record<ErrorCode, string> = {
  invalid_input: "Correct the request as the API description at /api/v1/openapi.json says.",
  unauthenticated: "Send a valid API key: Authorization: Bearer cns_…",
  forbidden: "Use a key or ask for a role that has this right.",
  not_found: "Check the id; the list of the same kind shows what there is.",
  method_not_allowed: "Use a method that the API description names.",
  conflict: "Read it again, then repeat the change.",
  gone: "Make a new one.",
  payload_too_large: "Send less at once.",
  unsupported_media_type: "Set the content-type header to match the body.",
  unprocessable: "Change what the message names, then send it again.",
  rate_limited: "Wait as long as the header retry-after says.",
  internal: "Try again. If it stays, report it with the request id.",
  provider_failed: "Try again later, or test the connection.",
  unavailable: "Try again in a moment.",
};

export function toProblem(error: AppError, requestId: string): Problem {
  const errors = Object.entries(error.fields ?? {}).map(([field, message]) => ({ field, message }));
  return {
    type: `urn:connectus:problem:${error.code}`,
    title: titles[error.code],
    status: error.status,
    detail: error.message,
    code: error.code,
    fix: error.fix || usualFix[error.code],
    request_id: requestId,
    ...(errors.length > 0 ? { errors } : {}),
  };
}

export function problemResponse(error: AppError, requestId: string, headers: Headers): Response {
  headers.set("content-type", "application/problem+json");
  if (error.retryAfterS !== undefined) headers.set("retry-after", String(Math.ceil(error.retryAfterS)));
  if (error.code === "unauthenticated") headers.set("www-authenticate", 'Bearer realm="connectus"');
  return new Response(JSON.stringify(toProblem(error, requestId)), { status: error.status, headers });
}
