import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { resetEnv } from "../env";
import { type LocalServer, readRequestBody, startLocalServer } from "./local-server";

/** The few endpoints that connecting needs, on loopback, scripted by a test. The full platforms are in the sandbox. */

export interface LocalHubspot {
  url: string;
  portalId: number;
  scopes: string[];
  expiresInS: number;
  /** Every grant asked at the token endpoint, in order. */
  grants: URLSearchParams[];
  /** Answers the next token requests instead, one each. */
  tokenFaults: { status: number; body: string; delayMs?: number }[];
  /** Access tokens that are accepted; all others get 401. */
  valid: Set<string>;
  revoked: string[];
  calls: number;
  stop(): Promise<void>;
}

export async function startLocalHubspot(): Promise<LocalHubspot> {
  const hubspot: LocalHubspot = {
    url: "",
    portalId: 62_515,
    scopes: ["oauth", "crm.objects.contacts.read", "crm.objects.companies.read", "crm.objects.deals.read"],
    expiresInS: 1800,
    grants: [],
    tokenFaults: [],
    valid: new Set(),
    revoked: [],
    calls: 0,
    stop: async () => undefined,
  };
  const server = await startLocalServer((request, answer) => void route(hubspot, request, answer));
  process.env.CONNECTUS_BASE_URL_HUBSPOT = `${server.url}/hubspot`;
  process.env.HUBSPOT_CLIENT_ID = "test-hubspot-client";
  process.env.HUBSPOT_CLIENT_SECRET = "test-hubspot-client-secret";
  allow(server);
  return Object.assign(hubspot, { url: server.url, stop: server.stop });
}

async function route(hubspot: LocalHubspot, request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://local");
  const body = await readRequestBody(request);
  if (url.pathname === "/hubspot/api/oauth/v3/token") {
    const form = new URLSearchParams(body.toString());
    hubspot.grants.push(form);
    const fault = hubspot.tokenFaults.shift();
    if (fault?.delayMs) await new Promise((done) => setTimeout(done, fault.delayMs));
    if (fault && fault.status !== 200) return void send(answer, fault.status, fault.body);
    return void send(answer, 200, newTokens(hubspot));
  }
  if (url.pathname === "/hubspot/api/oauth/v3/token/revoke") {
    hubspot.revoked.push(new URLSearchParams(body.toString()).get("token") ?? "");
    return void send(answer, 200, {});
  }
  hubspot.calls += 1;
  const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
  if (!hubspot.valid.has(token)) {
    return void send(answer, 401, {
      status: "error",
      category: "EXPIRED_AUTHENTICATION",
      message: `The OAuth token ${token} expired 7 second(s) ago.`,
    });
  }
  if (url.pathname.endsWith("/account-info/v3/details")) {
    return void send(answer, 200, { portalId: hubspot.portalId, accountType: "STANDARD" });
  }
  return void send(answer, 200, { results: [] });
}

function newTokens(hubspot: LocalHubspot): Record<string, unknown> {
  const accessToken = `access-${randomUUID()}`;
  hubspot.valid.add(accessToken);
  return {
    access_token: accessToken,
    refresh_token: `refresh-${randomUUID()}`,
    expires_in: hubspot.expiresInS,
    token_type: "bearer",
    scopes: hubspot.scopes,
  };
}

export interface LocalWordpress {
  url: string;
  mode: "ok" | "rest_off" | "not_wordpress" | "html_error" | "half_json" | "to_metadata";
  user: string;
  password: string;
  /** Authorization headers that arrived. */
  seen: string[];
  stop(): Promise<void>;
}

export async function startLocalWordpress(): Promise<LocalWordpress> {
  const site: LocalWordpress = {
    url: "",
    mode: "ok",
    user: "demo",
    password: "test PASS word ONLY here 2468",
    seen: [],
    stop: async () => undefined,
  };
  const server = await startLocalServer((request, answer) => send(answer, ...wordpress(site, request)));
  allow(server);
  return Object.assign(site, { url: server.url, stop: server.stop });
}

type Reply = [status: number, body: unknown, headers?: Record<string, string>];

function wordpress(site: LocalWordpress, request: IncomingMessage): Reply {
  const { pathname } = new URL(request.url ?? "/", "http://local");
  if (request.headers.authorization) site.seen.push(request.headers.authorization);
  if (site.mode === "to_metadata") {
    return [302, "", { location: "http://169.254.169.254/latest/meta-data/" }];
  }
  if (pathname === "/") {
    const link = `<${site.url}/wp-json/>; rel="https://api.w.org/"`;
    return [200, "<html><title>Demo</title></html>", site.mode === "ok" ? { link } : {}];
  }
  if (site.mode === "half_json") return [200, '{"name":"Demo si'];
  if (site.mode === "html_error") return [500, "<html>Fatal error</html>"];
  if (site.mode === "not_wordpress") return [404, "<html>Not here</html>"];
  if (site.mode === "rest_off") return [401, { code: "rest_disabled", message: "REST is off." }];
  if (pathname === "/wp-json/") {
    const home = site.url;
    return [200, { name: "Demo site", url: home, home, namespaces: ["wp/v2"] }];
  }
  const given = Buffer.from(
    (request.headers.authorization ?? "").replace(/^Basic /, ""),
    "base64",
  ).toString();
  if (given.replaceAll(" ", "") !== `${site.user}:${site.password}`.replaceAll(" ", "")) {
    return [
      401,
      {
        code: "incorrect_password",
        message: `Wrong password ${given}`,
        data: { status: 401 },
      },
    ];
  }
  if (pathname.endsWith("/users/me")) {
    const capabilities = { edit_posts: true, publish_posts: true, upload_files: true };
    return [200, { id: 1, name: "Demo Editor", slug: "demo", roles: ["editor"], capabilities }];
  }
  return [200, [], { "x-wp-total": "0", "x-wp-totalpages": "0", allow: "GET, POST" }];
}

function send(
  answer: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const isText = typeof body === "string";
  const type = isText && !body.startsWith("{") ? "text/html" : "application/json";
  answer.writeHead(status, { "content-type": type, ...headers });
  answer.end(isText ? body : JSON.stringify(body));
}

/** The guarded client may reach these although they are private. */
function allow(server: LocalServer): void {
  const hosts = (process.env.CONNECTUS_ALLOW_HOSTS ?? "").split(",").filter(Boolean);
  process.env.CONNECTUS_ALLOW_HOSTS = [...hosts, server.host].join(",");
  resetEnv();
}
