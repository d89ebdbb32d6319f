import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCertificate } from "../testing/certificate";
import { hostileAddresses, hostileNames, hostileUrls } from "../testing/hostile-urls";
import { type LocalServer, startLocalServer } from "../testing/local-server";
import { isPublicAddress } from "./address";
import type { Resolver } from "./agent";
import { createGuard, isNetFailure } from "./guarded-request";
import { checkTarget } from "./target";

const publicAddress = "93.184.215.14";
const goodNames = Array.from({ length: 24 }, (_, index) => `shop-${index}.example.com`);

const resolve: Resolver = async (name) => {
  const known = name in hostileNames ? hostileNames[name] : [publicAddress];
  return (known ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
};

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "answered";
  } catch (error) {
    return isNetFailure(error) ? error.code : String(error);
  }
}

describe("R15 the guarded client keeps to the public internet", () => {
  let canary: Server;
  let canaryPort: number;
  let hits = 0;
  let redirector: LocalServer;
  const guard = createGuard({ resolve, connectTimeoutMs: 2000 });

  beforeAll(async () => {
    canary = createTcpServer((socket) => {
      hits += 1;
      socket.destroy();
    });
    await new Promise<void>((done) => canary.listen(0, "::", done));
    canaryPort = (canary.address() as AddressInfo).port;
    redirector = await startLocalServer((request, answer) => {
      const to = new URL(request.url ?? "/", "http://local.test").searchParams.get("to") ?? "";
      answer.writeHead(302, { location: to }).end();
    });
  });
  afterAll(async () => {
    await guard.close();
    await redirector.stop();
    canary.close();
  });

  it("R15 120 and more hostile addresses never reach the canary", async () => {
    const urls = hostileUrls(canaryPort);
    expect(urls.length).toBeGreaterThanOrEqual(120);
    const outcomes = await Promise.all(urls.map((url) => codeOf(guard.request({ method: "GET", url }))));
    const wrong = urls.filter(
      (_, index) => !["blocked_address", "bad_url", "dns"].includes(outcomes[index] ?? ""),
    );
    expect(wrong).toEqual([]);
    expect(hits).toBe(0);
  });

  it("R15 a redirect is no way around it", async () => {
    const urls = hostileUrls(canaryPort).filter((url) => /^[a-z]+:/.test(url));
    const allowHosts = [redirector.host];
    const outcomes = await Promise.all(
      urls.map((to) => {
        const url = `${redirector.url}/?to=${encodeURIComponent(encodeURI(decodeURI(to)))}`;
        return codeOf(guard.request({ method: "GET", url, redirects: 3, allowHosts }));
      }),
    );
    const refused = ["blocked_address", "bad_url", "dns", "redirect"];
    expect(urls.filter((_, index) => !refused.includes(outcomes[index] ?? ""))).toEqual([]);
    expect(hits).toBe(0);
  });

  it("R15 the canary would have been hit without the guard", async () => {
    const url = `http://localhost:${canaryPort}/`;
    await codeOf(guard.request({ method: "GET", url, allowHosts: [`localhost:${canaryPort}`] }));
    expect(hits).toBe(1);
  });

  it("R15 good addresses are not blocked", async () => {
    const { key, cert } = createCertificate([...goodNames, "xn--mller-kva.example.com"]);
    const seen: (string | undefined)[] = [];
    const server: TlsServer = createTlsServer({ key, cert }, (request, answer) => {
      seen.push((request.socket as unknown as { servername?: string }).servername);
      answer.end("good");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const inside = createGuard({
      resolve,
      tls: { ca: cert },
      dial: () => [{ address: "127.0.0.1", family: 4 }],
    });
    const names = [...goodNames, "müller.example.com", "SHOP-1.example.com"];
    for (const name of names) {
      const answer = await inside.request({ method: "GET", url: `https://${name}:${port}/` });
      expect(answer.body.toString()).toBe("good");
    }
    expect(new Set(seen)).toEqual(new Set([...goodNames, "xn--mller-kva.example.com"]));
    await inside.close();
    server.close();
  });

  it("R15 knows public addresses from all others", () => {
    const fine = [
      "8.8.8.8",
      "1.1.1.1",
      publicAddress,
      "172.32.0.1",
      "100.128.0.1",
      "2606:4700:4700::1111",
      "2a00:1450::1",
    ];
    expect(fine.filter((address) => !isPublicAddress(address))).toEqual([]);
    const bare = hostileAddresses.map((address) => address.replaceAll(/[[\]]/g, ""));
    expect(bare.filter(isPublicAddress)).toEqual([]);
    for (const url of [
      "https://8.8.8.8/",
      "https://example.com:8443/x?y#z",
      "https://[2606:4700:4700::1111]/",
    ]) {
      expect(checkTarget(url, []).allowed).toBe(false);
    }
  });
});

describe("TLS", () => {
  it("refuses a certificate nobody vouches for and a version below 1.2", async () => {
    const { key, cert } = createCertificate(["shop-1.example.com"]);
    const old = { maxVersion: "TLSv1.1", minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    for (const [server, ca] of [
      [createTlsServer({ key, cert }, (_, answer) => answer.end()), undefined],
      [createTlsServer({ key, cert, ...old }, (_, answer) => answer.end()), cert],
    ] as const) {
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      const { port } = server.address() as AddressInfo;
      const guard = createGuard({
        resolve,
        dial: () => [{ address: "127.0.0.1", family: 4 }],
        ...(ca ? { tls: { ca } } : {}),
      });
      expect(await codeOf(guard.request({ method: "GET", url: `https://shop-1.example.com:${port}/` }))).toBe(
        "tls",
      );
      await guard.close();
      server.close();
    }
  });
});
