import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { BodyTooLarge, readBody } from "./body";
import type { FaultBook, FaultKind, FaultRule } from "./faults";
import { page } from "./html";
import { type Call, html, json, Refusal, type Reply, redirect } from "./http";
import type { Platform } from "./platform";
import type { RequestLog } from "./request-log";

export interface Hall {
  platforms: Map<string, Platform>;
  logs: Map<string, RequestLog>;
  faults: FaultBook;
  baseUrl: () => string;
  /** Answers everything that belongs to no platform: health and the panel. */
  front: (call: Call) => Promise<Reply>;
}

/** What to do with a connection instead of answering. */
type Outcome = Reply | "cut" | "hang";

export function createHallServer(hall: Hall): Server {
  const server = createServer((request, response) => {
    serve(hall, request, response).catch((error: unknown) => {
      console.error(`sandbox: ${request.method} ${request.url}: ${String(error)}`);
      if (!response.headersSent) send(response, json(500, { message: "the sandbox itself failed" }), false);
    });
  });
  server.keepAliveTimeout = 65_000;
  return server;
}

async function serve(hall: Hall, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(`http://sandbox${request.url?.startsWith("/") ? request.url : "/"}`);
  const slug = url.pathname.split("/")[1] ?? "";
  const platform = hall.platforms.get(slug);
  let body: Buffer;
  try {
    body = await readBody(request, platform?.bodyLimit ?? 1_000_000);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) return;
    return send(response, html(413, plainPage("413 Request Entity Too Large")), false);
  }
  const call: Call = {
    method: request.method ?? "GET",
    path: platform ? url.pathname.slice(slug.length + 1) || "/" : url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body,
    baseUrl: platform ? `${hall.baseUrl()}/${slug}` : hall.baseUrl(),
    remoteAddress: (request.socket.remoteAddress ?? "127.0.0.1").replace("::ffff:", ""),
    params: {},
  };
  const outcome = platform ? await visit(hall, platform, call, response) : await hall.front(call);
  if (outcome === "cut") response.destroy();
  else if (outcome !== "hang") send(response, outcome, call.method === "HEAD");
}

async function visit(hall: Hall, platform: Platform, call: Call, response: ServerResponse): Promise<Outcome> {
  const log = hall.logs.get(platform.slug);
  const started = performance.now();
  const at = new Date().toISOString();
  const path = platform.operationPath(call);
  const faults = hall.faults.take(platform.slug, {
    method: call.method,
    path,
    isApi: platform.isApi(path),
  });
  log?.begin();
  let outcome: Outcome = "cut";
  try {
    outcome = await throughFaults(platform, call, faults);
    return outcome;
  } finally {
    const entry = {
      at,
      method: call.method,
      path,
      query: path.includes("/oauth/") ? "" : call.query.toString(),
      status: typeof outcome === "string" ? 0 : outcome.status,
      ms: 0,
      faults: faults.map((rule) => rule.kind),
    };
    const finish = () => log?.end({ ...entry, ms: Math.round(performance.now() - started) });
    if (outcome === "hang") response.once("close", finish);
    else finish();
  }
}

async function throughFaults(platform: Platform, call: Call, faults: FaultRule[]): Promise<Outcome> {
  for (const rule of faults) {
    if (rule.kind === "slow") await delay(rule.ms);
    else if (rule.kind === "expire_tokens") platform.expireTokens();
    else if (rule.kind === "revoke_consent") platform.revokeConsent();
    else return decide(rule.kind, platform, call, rule);
  }
  return answer(platform, call);
}

async function decide(kind: FaultKind, platform: Platform, call: Call, rule: FaultRule): Promise<Outcome> {
  switch (kind) {
    case "hang":
      return "hang";
    case "hang_after":
      await answer(platform, call);
      return "hang";
    case "cut_before":
      return "cut";
    case "cut_after":
      await answer(platform, call);
      return "cut";
    case "html":
      return html(200, plainPage("Checking your browser before you go on"));
    case "half_json": {
      const reply = await answer(platform, call);
      const bytes = Buffer.from(reply.body);
      return { ...reply, body: bytes.subarray(0, Math.max(1, Math.floor(bytes.length / 2))) };
    }
    case "redirect_private":
      return redirect("http://169.254.169.254/latest/meta-data/");
    default:
      return platform.faultReply(rule);
  }
}

async function answer(platform: Platform, call: Call): Promise<Reply> {
  try {
    return await platform.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

function send(response: ServerResponse, reply: Reply, headOnly: boolean): void {
  const body = Buffer.from(reply.body);
  const length = reply.status === 204 || reply.status === 304 ? {} : { "content-length": body.length };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  response.end(headOnly || reply.status === 204 ? undefined : body);
}

export function plainPage(title: string): string {
  return page({ title, body: `<main class="narrow"><div class="card"><h1>${title}</h1></div></main>` });
}
