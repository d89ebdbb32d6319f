import type { IncomingHttpHeaders } from "node:http";

/** One request as a platform sees it. */
export interface Call {
  method: string;
  /** Inside the platform: starts with "/", no query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Where the platform lives, e.g. http://127.0.0.1:3001/hubspot */
  baseUrl: string;
  remoteAddress: string;
  params: Record<string, string>;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** Thrown anywhere inside a platform to answer at once. */
export class Refusal extends Error {
  constructor(readonly reply: Reply) {
    super(`refused with ${reply.status}`);
    this.name = "Refusal";
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json;charset=utf-8", ...headers },
    body: JSON.stringify(body),
  };
}

export function html(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { "content-type": "text/html; charset=utf-8", ...headers }, body };
}

export function empty(status: number, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: "" };
}

export function redirect(location: string): Reply {
  return { status: 302, headers: { location, "cache-control": "no-store" }, body: "" };
}

export function header(call: Call, name: string): string | undefined {
  const value = call.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

export function contentType(call: Call): string {
  return (header(call, "content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

export function formBody(call: Call): URLSearchParams {
  return new URLSearchParams(call.body.toString("utf8"));
}

/** `url` with more parameters; keeps those it has. */
export function withQuery(url: string, params: Record<string, string>): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(params)) target.searchParams.set(name, value);
  return target.href;
}

export function isLoopback(hostname: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]", "::1"].includes(hostname);
}
