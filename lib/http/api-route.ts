import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { authenticate } from "@/lib/auth/authenticate";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { isSafeMethod, requireSameOrigin } from "./csrf";
import type {
  Download,
  EndpointBody,
  EndpointDefinition,
  EndpointParams,
  EndpointQuery,
  EndpointResponse,
} from "./endpoint";
import { replayOrRun } from "./idempotency";
import { parseBody, parseParams, parseQuery } from "./parse-request";
import { problemResponse } from "./problem";
import { takeApiCall } from "./rate-limit";
import { toAppError } from "./to-app-error";

export interface RouteInput<E extends EndpointDefinition> {
  ctx: Ctx;
  params: EndpointParams<E>;
  query: EndpointQuery<E>;
  body: EndpointBody<E>;
  /** With `upload` only. */
  bytes: Uint8Array;
  request: Request;
}

type Handler<E extends EndpointDefinition> = (input: RouteInput<E>) => Promise<EndpointResponse<E>>;
type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

/** A route file's handler: who, may they, how often, what exactly; then `handler`; then the checked answer. */
export function apiRoute<E extends EndpointDefinition>(endpoint: E, handler: Handler<E>) {
  return async (request: Request, context: RouteContext): Promise<Response> => {
    const call: Call = { startedAt: performance.now(), requestId: newId(), headers: baseHeaders() };
    call.headers.set("x-request-id", call.requestId);
    try {
      const response = await answer(endpoint, handler, request, context, call);
      writeLine(endpoint, call, response.status);
      return response;
    } catch (error) {
      const known = toAppError(error);
      writeLine(endpoint, call, known.status, known.code === "internal" ? error : undefined);
      return problemResponse(known, call.requestId, call.headers);
    }
  };
}

interface Call {
  startedAt: number;
  requestId: string;
  headers: Headers;
  ctx?: Ctx;
}

async function answer<E extends EndpointDefinition>(
  endpoint: E,
  handler: Handler<E>,
  request: Request,
  context: RouteContext,
  call: Call,
): Promise<Response> {
  const caller = await authenticate(request.headers, call.requestId);
  const { ctx } = caller;
  call.ctx = ctx;
  await takeApiCall(caller.limitKey, ctx.now, call.headers);
  if (caller.viaCookie && !isSafeMethod(request.method)) requireSameOrigin(request.headers);
  if (endpoint.scope) requireScope(ctx, endpoint.scope);
  const params = parseParams(endpoint, await context.params);
  const query = parseQuery(endpoint, request);
  const { body, bytes } = await parseBody(endpoint, request);
  const handle = () => handler({ ctx, params, query, body, bytes, request } as RouteInput<E>);
  if (endpoint.download) return toFile((await handle()) as Download, call.headers);
  const run = async () => toAnswer(endpoint, await handle());
  const { status, text } = await replayOrRun({ ctx, request, bytes, headers: call.headers }, run);
  if (status === 204) return new Response(null, { status, headers: call.headers });
  const type = status < 400 ? "application/json" : "application/problem+json";
  call.headers.set("content-type", type);
  return new Response(text, { status, headers: call.headers });
}

function toFile(file: Download, headers: Headers): Response {
  headers.set("content-type", file.type);
  if (file.fileName) {
    const name = encodeURIComponent(file.fileName).replaceAll("'", "%27");
    headers.set("content-disposition", `attachment; filename*=UTF-8''${name}`);
  }
  return new Response(new Uint8Array(file.bytes), { headers });
}

function toAnswer(endpoint: EndpointDefinition, result: unknown): { status: number; text: string } {
  const status = endpoint.status ?? 200;
  if (status === 204) return { status, text: "" };
  const checked = endpoint.response.safeParse(result);
  if (!checked.success) {
    throw new Error(`${endpoint.id} answers against its own schema: ${z.prettifyError(checked.error)}`);
  }
  return { status, text: JSON.stringify(checked.data) };
}

function baseHeaders(): Headers {
  return new Headers({
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
}

function writeLine(endpoint: EndpointDefinition, call: Call, status: number, error?: unknown): void {
  const line = {
    requestId: call.requestId,
    endpoint: endpoint.id,
    status,
    ms: Math.round(performance.now() - call.startedAt),
    workspaceId: call.ctx?.workspaceId,
    actor: call.ctx?.actor.kind,
    ip: call.ctx?.ip,
  };
  if (error === undefined) log.info(line, "api call");
  else log.error({ ...line, err: error }, "api call failed");
}
