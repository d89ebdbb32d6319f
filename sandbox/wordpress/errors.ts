import { json, Refusal, type Reply } from "../kit/http";
import type { Dict } from "../kit/json";
import type { WpUser } from "./model";

export interface WpError {
  code: string;
  message: string;
  data: Dict;
}

export function wpError(status: number, code: string, message: string, data: Dict = {}): WpError {
  return { code, message, data: { status, ...data } };
}

export function errorReply(error: WpError): Reply {
  return json(Number(error.data.status), error);
}

export function refuse(status: number, code: string, message: string, data: Dict = {}): Refusal {
  return new Refusal(errorReply(wpError(status, code, message, data)));
}

/** 401 for strangers, 403 for people who are signed in but may not. */
export function forbid(user: WpUser | null, code: string, message: string): Refusal {
  return refuse(user ? 403 : 401, code, message);
}

export function noRoute(): Refusal {
  return refuse(404, "rest_no_route", "No route was found matching the URL and request method.");
}
