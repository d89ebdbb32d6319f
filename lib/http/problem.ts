import type { AppError, ErrorCode } from "@/lib/errors";

/** RFC 9457 (https://www.rfc-editor.org/rfc/rfc9457), with our code, the fix and the request id. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  fix?: string;
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

export function toProblem(error: AppError, requestId: string): Problem {
  const errors = Object.entries(error.fields ?? {}).map(([field, message]) => ({ field, message }));
  return {
    type: `urn:connectus:problem:${error.code}`,
    title: titles[error.code],
    status: error.status,
    detail: error.message,
    code: error.code,
    ...(error.fix ? { fix: error.fix } : {}),
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
