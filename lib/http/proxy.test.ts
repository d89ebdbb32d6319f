import { NextRequest } from "next/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { proxy } from "@/proxy";
import { resetEnv } from "../env";
import { testSecret } from "../testing/database";

function at(url: string): void {
  Object.assign(process.env, {
    CONNECTUS_URL: url,
    CONNECTUS_SECRET: testSecret,
    DATABASE_URL: "postgres://none",
  });
  resetEnv();
}

beforeEach(() => at("http://localhost:3000"));
afterEach(() => at("http://127.0.0.1:3000"));

function ask(path: string, headers: Record<string, string> = {}) {
  return proxy(new NextRequest(`http://localhost:3000${path}`, { headers }));
}

const cookie = "connectus.session=anything";

test("pages have a fresh nonce, no unsafe scripts, and the headers", () => {
  const [one, two] = [ask("/integrations", { cookie }), ask("/integrations", { cookie })];
  const csp = one.headers.get("content-security-policy") ?? "";
  const nonce = /'nonce-([A-Za-z0-9+/=]+)'/.exec(csp)?.[1] ?? "";
  expect(Buffer.from(nonce, "base64")).toHaveLength(16);
  expect(two.headers.get("content-security-policy")).not.toContain(nonce);
  const scripts = csp.split("; ").find((rule) => rule.startsWith("script-src"));
  expect(scripts).toBe(`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`);
  for (const rule of [
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ]) {
    expect(csp).toContain(rule);
  }
  expect(one.headers.get("x-middleware-request-x-nonce")).toBe(nonce);
  expect(one.headers.get("x-content-type-options")).toBe("nosniff");
  expect(one.headers.get("cross-origin-opener-policy")).toBe("same-origin-allow-popups");
  expect(one.headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
  expect(one.headers.get("strict-transport-security")).toBeNull();
});

test("under https there is HSTS and only the __Host- cookie counts", () => {
  at("https://connectus.example.com");
  expect(ask("/", { cookie }).headers.get("location")).toContain("/sign-in");
  const response = ask("/", { cookie: "__Host-connectus.session=x" });
  expect(response.headers.get("location")).toBeNull();
  expect(response.headers.get("strict-transport-security")).toMatch(/^max-age=31536000/);
});

test("without a session cookie pages lead to sign-in and back; open pages, files and the API do not", () => {
  const location = (path: string) => ask(path).headers.get("location");
  expect(location("/integrations?tab=add")).toBe(
    "http://localhost:3000/sign-in?next=%2Fintegrations%3Ftab%3Dadd",
  );
  expect(location("/")).toBe("http://localhost:3000/sign-in");
  for (const path of [
    "/sign-in",
    "/sign-up",
    "/invite/abc",
    "/connectors/hubspot.svg",
    "/favicon.ico",
    "/api/v1/providers",
  ]) {
    expect([path, location(path)]).toEqual([path, null]);
  }
  expect(location("/sign-in-not")).not.toBeNull();
});

test("a client cannot steer Next with its own internal headers", () => {
  const forged = {
    cookie,
    "x-middleware-subrequest": "proxy:proxy",
    "x-middleware-rewrite": "/admin",
    "x-invoke-path": "/admin",
    "x-nonce": "mine",
    "x-connectus-path": "/elsewhere",
    "content-security-policy": "script-src *",
  };
  for (const path of ["/integrations", "/api/v1/providers"]) {
    const { headers } = ask(path, forged);
    const passed = (headers.get("x-middleware-override-headers") ?? "").split(",");
    expect(passed.filter((name) => /^x-(middleware|invoke)/.test(name))).toEqual([]);
    expect(headers.get("x-middleware-request-x-nonce")).not.toBe("mine");
    expect(headers.get("x-middleware-request-x-connectus-path")).not.toBe("/elsewhere");
    expect(headers.get("x-middleware-request-content-security-policy") ?? "").not.toContain("*");
  }
});
