import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LocalServer, readRequestBody, startLocalServer } from "../../testing/local-server";
import hubspot from "../hubspot";
import { bearerAuth, headerAuth } from "./auth";
import { backoffMs, parseRetryAfter } from "./backoff";
import { isProviderFailure, type ProviderFailure } from "./failure";
import type { HttpRequest } from "./http";
import type { CallMeter } from "./meter";
import { redact } from "./redact";
import { createHttp, type HttpOptions } from "./transport";

type Reply = (answer: ServerResponse, request: IncomingMessage) => void;
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => {
  return (answer) =>
    answer.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
};
const ok = json(200, { fine: true });

describe("transport", () => {
  let server: LocalServer;
  let script: Reply[];
  let seen: { method: string; authorization: string | undefined; at: number; body: string }[];
  const meters: CallMeter[] = [];

  beforeEach(async () => {
    script = [];
    seen = [];
    meters.length = 0;
    server = await startLocalServer(async (request, answer) => {
      const body = (await readRequestBody(request)).toString();
      const { authorization } = request.headers;
      seen.push({ method: request.method ?? "", authorization, at: performance.now(), body });
      (script.shift() ?? ok)(answer, request);
    });
  });
  afterEach(() => server.stop());

  function open(more: Partial<HttpOptions> = {}) {
    return createHttp({
      connector: hubspot,
      auth: bearerAuth(() => "token-one-secret"),
      trusted: [server.url],
      allowHosts: [server.host],
      limits: { retryBaseMs: 20, timeoutMs: 2000 },
      hooks: { afterCall: (meter) => void meters.push(meter) },
      ...more,
    });
  }
  const get = (more: Partial<HttpRequest> = {}): HttpRequest => ({
    operation: "things.list",
    method: "GET",
    url: `${server.url}/things`,
    ...more,
  });
  const post = (more: Partial<HttpRequest> = {}) => get({ method: "POST", json: { a: 1 }, ...more });

  async function failure(call: Promise<unknown>): Promise<ProviderFailure> {
    const error = await call.then(
      () => new Error("answered"),
      (reason: unknown) => reason,
    );
    if (isProviderFailure(error)) return error;
    throw error;
  }

  it("sends query, JSON and credentials, and meters without the query", async () => {
    const answer = await open().call(post({ query: { q: "a b", none: undefined }, idempotent: true }));
    expect(answer.body).toEqual({ fine: true });
    expect(seen[0]).toMatchObject({ authorization: "Bearer token-one-secret", body: '{"a":1}' });
    expect(meters[0]).toMatchObject({
      operation: "things.list",
      path: "/things",
      status: 200,
      failure: null,
      bytesOut: 7,
    });
    expect(JSON.stringify(meters)).not.toMatch(/a b|a%20b|token-one/);
  });

  it.each([
    [401, "auth_expired"],
    [403, "missing_scope"],
    [404, "not_found"],
    [409, "conflict"],
    [412, "conflict"],
    [400, "invalid_input"],
    [422, "invalid_input"],
    [429, "rate_limited"],
    [500, "provider_down"],
    [302, "unexpected_shape"],
  ])("%i is %s", async (status, kind) => {
    script = Array.from({ length: 4 }, () => json(status, { message: "No." }));
    const error = await failure(open({ connector: { manifest: hubspot.manifest } }).call(get()));
    expect(error).toMatchObject({ kind, status });
    expect(seen).toHaveLength(kind === "rate_limited" || kind === "provider_down" ? 4 : 1);
  });

  it("renews the sign-in once after a 401, for writes too", async () => {
    let token = "token-one-secret";
    const auth = bearerAuth(
      () => token,
      async () => {
        token = "token-two-secret";
      },
    );
    script = [json(401, { message: "expired" }), ok];
    await open({ auth }).call(post());
    expect(seen.map((call) => call.authorization)).toEqual([
      "Bearer token-one-secret",
      "Bearer token-two-secret",
    ]);
    script = [json(401, {}), json(401, {})];
    expect(await failure(open({ auth }).call(post()))).toMatchObject({
      kind: "auth_expired",
      outcomeUnknown: false,
    });
    expect(seen).toHaveLength(4);
  });

  it("repeats reads and idempotent writes after a failure, a plain write never", async () => {
    script = [json(503, {}), (answer) => answer.socket?.destroy(), ok];
    expect((await open().call(get())).status).toBe(200);
    script = [json(502, {}), ok];
    expect((await open().call(post({ idempotent: true }))).status).toBe(200);
    script = [json(500, {}), ok];
    expect(await failure(open().call(post()))).toMatchObject({ kind: "provider_down", outcomeUnknown: true });
    script = [json(429, {}), ok];
    expect(await failure(open().call(post()))).toMatchObject({ kind: "rate_limited", outcomeUnknown: false });
    script = [(answer) => answer.socket?.destroy(), ok];
    expect(await failure(open().call(post()))).toMatchObject({ kind: "provider_down", outcomeUnknown: true });
    expect(seen).toHaveLength(8);
  });

  it("never comes back before Retry-After, and gives a long wait back instead of sitting it out", async () => {
    script = [json(429, {}, { "retry-after": "1" }), ok];
    await open().call(get());
    expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(990);
    script = [json(429, {}, { "retry-after": "120" }), ok];
    expect(await failure(open().call(get()))).toMatchObject({ kind: "rate_limited", retryAfterS: 120 });
    expect(seen).toHaveLength(3);
  });

  it.each<[string, Reply]>([
    [
      "a web page",
      (answer) => answer.setHeader("content-type", "text/html").end("<!doctype html><html>Sign in</html>"),
    ],
    ["half a JSON", (answer) => answer.end('{"results": [{"id": ')],
  ])("takes %s for what it is", async (_what, reply) => {
    script = [reply, reply];
    expect(await failure(open().call(get()))).toMatchObject({
      kind: "unexpected_shape",
      outcomeUnknown: false,
    });
    expect(await failure(open().call(post()))).toMatchObject({
      kind: "unexpected_shape",
      outcomeUnknown: true,
    });
  });

  it("gives up on a platform that says nothing, and does not follow it to the metadata server", async () => {
    script = [
      () => {},
      (answer) => answer.writeHead(302, { location: "http://169.254.169.254/latest" }).end(),
    ];
    const limits = { maxRetries: 0, timeoutMs: 200 };
    expect(await failure(open({ limits }).call(get()))).toMatchObject({ kind: "provider_down" });
    expect(await failure(open({ limits }).call(get()))).toMatchObject({ kind: "invalid_input" });
  });

  it("gives credentials to no other origin", async () => {
    const elsewhere = await startLocalServer((_, answer) => answer.end("{}"));
    const http = open({ allowHosts: [server.host, elsewhere.host] });
    expect(await failure(http.call(get({ url: elsewhere.url })))).toMatchObject({ kind: "internal" });
    expect((await http.call(get({ url: elsewhere.url, anonymous: true }))).status).toBe(200);
    await elsewhere.stop();
  });

  it("hides every secret in what it tells", async () => {
    const echo: Reply = (answer, request) =>
      json(400, { message: `Bad ${request.headers["x-api-key"]} and ${request.headers.authorization}` })(
        answer,
        request,
      );
    script = [echo, echo];
    const key = "key with/odd+chars";
    for (const auth of [headerAuth("X-Api-Key", key), bearerAuth(() => "token-one-secret")]) {
      const { message } = await failure(open({ auth }).call(get()));
      expect(message).toContain("[hidden]");
      expect(message).not.toMatch(/odd\+chars|token-one/);
    }
    expect(JSON.stringify(meters)).not.toMatch(/odd\+chars|token-one/);
    const text = 'x?access_token=abc123def&y=1 Authorization: Bearer abcdefghijkl {"refresh_token":"zzz"}';
    expect(redact(text)).not.toMatch(/abc123def|abcdefghijkl|zzz/);
  });

  it("asks the hooks before each attempt and takes their no as final", async () => {
    const asked: number[] = [];
    const refusal = new Error("over budget");
    script = [json(500, {}), ok];
    const beforeCall = async ({ attempt }: { attempt: number }) => {
      asked.push(attempt);
      if (attempt === 1) throw refusal;
    };
    await expect(open({ hooks: { beforeCall } }).call(get())).rejects.toBe(refusal);
    expect(asked).toEqual([0, 1]);
    expect(seen).toHaveLength(1);
  });

  it("drops from JSON what a database cannot hold", async () => {
    script = [(answer) => answer.end('\ufeff{"a":"x\\u0000y","b":["\\ud83d"],"c":"\\ud83d\\ude00"}')];
    expect((await open().call(get())).body).toEqual({ a: "xy", b: ["\ufffd"], c: "😀" });
  });

  it("waits the same time before each try when told so, and twice as long each time otherwise", async () => {
    const waits = async (retryGrowth: "constant" | "double") => {
      const from = seen.length;
      script = [json(500, {}), json(500, {}), json(500, {}), ok];
      await open({ limits: { retryBaseMs: 100, retryGrowth } }).call(get());
      const at = seen.slice(from).map((call) => call.at);
      return at.slice(1).map((time, index) => time - (at[index] ?? 0));
    };
    expect(Math.min(...(await waits("constant")))).toBeGreaterThanOrEqual(79);
    const doubled = await waits("double");
    expect([(doubled[0] ?? 0) >= 79, (doubled[1] ?? 0) >= 159, (doubled[2] ?? 0) >= 319]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("reads Retry-After in both forms and spreads its retries", () => {
    const now = Date.parse("2026-11-01T00:00:00Z");
    expect(parseRetryAfter("7", now)).toBe(7);
    expect(parseRetryAfter("Sun, 01 Nov 2026 00:00:30 GMT", now)).toBe(30);
    expect(parseRetryAfter("soon", now)).toBeUndefined();
    expect([0, 1, 2].map((attempt) => backoffMs(attempt, 3000, () => 0.5))).toEqual([3000, 6000, 12_000]);
    expect([backoffMs(0, 3000, () => 0), backoffMs(0, 3000, () => 1)]).toEqual([2400, 3600]);
  });
});
