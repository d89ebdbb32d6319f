import type { ServerResponse } from "node:http";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalServer, readRequestBody, startLocalServer } from "../testing/local-server";
import { createGuardedFetch } from "./guarded-fetch";
import { guardedRequest, isNetFailure, type NetFailure } from "./guarded-request";

const megabyte = 1024 * 1024;
const bomb = gzipSync(Buffer.alloc(200 * megabyte));

const routes: Record<string, (answer: ServerResponse) => void> = {
  "/gzip": (answer) => answer.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("packed")),
  "/deflate": (answer) => answer.writeHead(200, { "content-encoding": "deflate" }).end(deflateSync("packed")),
  "/raw": (answer) => answer.writeHead(200, { "content-encoding": "deflate" }).end(deflateRawSync("packed")),
  "/br": (answer) => answer.writeHead(200, { "content-encoding": "br" }).end(brotliCompressSync("packed")),
  "/damaged": (answer) => answer.writeHead(200, { "content-encoding": "gzip" }).end("not gzip at all"),
  "/bomb": (answer) => answer.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
  "/large": (answer) => answer.end(Buffer.alloc(2 * megabyte)),
  "/headers": (answer) => answer.writeHead(200, { "x-large": "a".repeat(64 * 1024) }).end(),
  "/hang": () => {},
  "/trickle": (answer) => {
    answer.writeHead(200);
    const timer = setInterval(() => answer.write("."), 20);
    answer.on("close", () => clearInterval(timer));
  },
  "/cut": (answer) => answer.socket?.destroy(),
  "/half": (answer) => {
    answer.writeHead(200, { "content-length": "100" });
    answer.write("half", () => answer.socket?.destroy());
  },
  "/to-http": (answer) => answer.writeHead(307, { location: "/echo" }).end(),
  "/loop": (answer) => answer.writeHead(302, { location: "/loop" }).end(),
};

describe("guarded request", () => {
  let server: LocalServer;
  let other: LocalServer;
  let allowHosts: string[];

  beforeAll(async () => {
    other = await startLocalServer((request, answer) => answer.end(JSON.stringify(request.headers)));
    server = await startLocalServer((request, answer) => {
      const path = request.url ?? "/";
      if (path === "/away") answer.writeHead(302, { location: `${other.url}/echo` }).end();
      else if (path === "/echo") {
        void readRequestBody(request).then((body) =>
          answer.end(
            JSON.stringify({ headers: request.headers, method: request.method, body: body.toString() }),
          ),
        );
      } else routes[path]?.(answer);
    });
    allowHosts = [server.host, other.host];
  });
  afterAll(async () => {
    await Promise.all([server.stop(), other.stop()]);
  });

  const get = (path: string, more: object = {}) =>
    guardedRequest({ method: "GET", url: `${server.url}${path}`, allowHosts, ...more });

  async function failure(call: Promise<unknown>): Promise<NetFailure> {
    const error = await call.then(
      () => new Error("answered"),
      (reason: unknown) => reason,
    );
    if (isNetFailure(error)) return error;
    throw error;
  }

  it.each(["/gzip", "/deflate", "/raw"])("unpacks %s", async (path) => {
    expect((await get(path)).body.toString()).toBe("packed");
  });

  it.each([
    ["/br", "bad_encoding"],
    ["/damaged", "bad_encoding"],
    ["/bomb", "too_large"],
    ["/large", "too_large"],
    ["/headers", "too_large"],
    ["/loop", "redirect"],
  ])("refuses %s as %s", async (path, code) => {
    expect((await failure(get(path, { maxBytes: megabyte, redirects: 3 }))).code).toBe(code);
  });

  it("R16 a bomb of 200 MB is stopped before it is unpacked", async () => {
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 5; round++) await failure(get("/bomb", { maxBytes: megabyte }));
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * megabyte);
  });

  it.each(["/hang", "/trickle"])(
    "gives up on %s after the whole time, not the pause between bytes",
    async (path) => {
      const started = performance.now();
      const error = await failure(get(path, { timeoutMs: 300 }));
      expect(error.code).toBe("timeout");
      expect(error.outcomeUnknown).toBe(true);
      expect(performance.now() - started).toBeLessThan(3000);
    },
  );

  it("tells what was sent from what was not", async () => {
    expect(await failure(get("/cut"))).toMatchObject({ code: "connect", outcomeUnknown: true });
    expect(await failure(get("/half"))).toMatchObject({ code: "connect", outcomeUnknown: true });
    const gone = await startLocalServer(() => {});
    await gone.stop();
    const refused = guardedRequest({ method: "POST", url: gone.url, body: "x", allowHosts: [gone.host] });
    expect(await failure(refused)).toMatchObject({ code: "connect", outcomeUnknown: false });
  });

  it("stops when the caller does", async () => {
    const stop = new AbortController();
    const call = failure(get("/hang", { signal: stop.signal }));
    stop.abort();
    expect((await call).code).toBe("aborted");
    expect((await failure(get("/gzip", { signal: stop.signal }))).code).toBe("aborted");
  });

  it("drops credentials when a redirect leaves the origin, and keeps them within it", async () => {
    const headers = { Authorization: "Bearer secret-token", "X-Api-Key": "secret-key", Accept: "text/x" };
    const away = JSON.parse((await get("/away", { headers, redirects: 1 })).body.toString());
    expect(away.accept).toBe("text/x");
    expect(JSON.stringify(away)).not.toContain("secret");
    const same = JSON.parse((await get("/to-http", { headers, redirects: 1 })).body.toString());
    expect(same.headers.authorization).toBe("Bearer secret-token");
  });

  it("never repeats a write elsewhere, and hands a redirect back when none is to be followed", async () => {
    const post = { method: "POST", body: "x", redirects: 3 };
    expect((await failure(get("/away", post))).code).toBe("redirect");
    expect((await get("/away")).status).toBe(302);
    const kept = JSON.parse((await get("/to-http", post)).body.toString());
    expect(kept).toMatchObject({ method: "POST", body: "x" });
  });

  it("does not let a caller's headers change host, length or encoding", async () => {
    const headers = {
      Host: "evil.example.com",
      "Content-Length": "1",
      "Accept-Encoding": "br",
      Connection: "upgrade",
    };
    const seen = JSON.parse((await get("/echo", { headers })).body.toString());
    expect(seen.headers.host).toBe(server.host);
    expect(seen.headers["accept-encoding"]).toBe("gzip, deflate");
  });

  it("speaks fetch for libraries", async () => {
    const call = createGuardedFetch({ allowHosts });
    const answer = await call(`${server.url}/echo`, {
      method: "POST",
      body: new URLSearchParams({ a: "1" }),
    });
    expect(await answer.json()).toMatchObject({ method: "POST", body: "a=1" });
    await expect(call("https://169.254.169.254/")).rejects.toMatchObject({ code: "blocked_address" });
  });
});
