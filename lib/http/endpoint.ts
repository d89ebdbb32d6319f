import type { z } from "zod";
import type { Scope } from "@/lib/access/scopes";

export interface EndpointDefinition {
  /** `integrations.list`; unique, the operationId of the OpenAPI document. */
  id: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api/v1`, parameters in snake_case braces: `/integrations/{integration_id}`. */
  path: string;
  /** The right it needs; null = any API key or signed-in person. */
  scope: Scope | null;
  summary: string;
  description?: string;
  tag: string;
  /** What does not parse is answered 404, so that a malformed id looks like an unknown one. */
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** JSON body. Keys that the top level does not name are refused. */
  body?: z.ZodType;
  /** Instead of `body`: bytes of one of these media types. */
  upload?: { types: readonly string[]; maxBytes: number };
  /** The answer is a file of one of these media types instead of JSON. */
  download?: { types: readonly string[] };
  /** What the handler returns is parsed with it, so that nothing undeclared leaves. Ignored for 204 and downloads. */
  response: z.ZodType;
  status?: 200 | 201 | 202 | 204;
}

export function defineEndpoint<const E extends EndpointDefinition>(endpoint: E): E {
  return endpoint;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

export type EndpointParams<E extends EndpointDefinition> = Parsed<E["params"]>;
export type EndpointQuery<E extends EndpointDefinition> = Parsed<E["query"]>;
export type EndpointBody<E extends EndpointDefinition> = Parsed<E["body"]>;
export interface Download {
  bytes: Uint8Array;
  type: string;
  /** Offered as a file to save; without it the browser may show it. */
  fileName?: string;
}

export type EndpointResponse<E extends EndpointDefinition> = E extends { download: object }
  ? Download
  : E["status"] extends 204
    ? undefined | null
    : z.input<E["response"]>;
