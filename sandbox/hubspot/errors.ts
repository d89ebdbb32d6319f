import { randomUUID } from "node:crypto";
import { json, Refusal, type Reply } from "../kit/http";

export interface ErrorDetail {
  message: string;
  code?: string;
  in?: string;
  context?: Record<string, string[]>;
}

export interface ErrorExtras {
  errors?: ErrorDetail[];
  context?: Record<string, string[]>;
  links?: Record<string, string>;
  subCategory?: string;
}

export function errorReply(
  status: number,
  category: string,
  message: string,
  extras: ErrorExtras = {},
): Reply {
  return json(status, { status: "error", message, correlationId: randomUUID(), ...extras, category });
}

export function refuse(status: number, category: string, message: string, extras?: ErrorExtras): Refusal {
  return new Refusal(errorReply(status, category, message, extras));
}

export function invalid(message: string, errors?: ErrorDetail[]): Refusal {
  return refuse(400, "VALIDATION_ERROR", message, errors ? { errors } : undefined);
}

export function notFound(message = "resource not found"): Refusal {
  return refuse(404, "OBJECT_NOT_FOUND", message);
}

export function missingScopes(scopes: string[]): Refusal {
  return refuse(
    403,
    "MISSING_SCOPES",
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    {
      errors: [
        {
          message: "One or more of the following scopes are required.",
          context: { requiredGranularScopes: scopes },
        },
      ],
      links: { scopes: "https://developers.hubspot.com/scopes" },
    },
  );
}

export function rateLimited(
  policyName: "TEN_SECONDLY_ROLLING" | "SECONDLY" | "DAILY",
  headers: Record<string, string>,
): Reply {
  const body = {
    status: "error",
    message: `You have reached your ${policyName.toLowerCase()} limit.`,
    errorType: "RATE_LIMIT",
    correlationId: randomUUID(),
    policyName,
  };
  return json(429, body, headers);
}
