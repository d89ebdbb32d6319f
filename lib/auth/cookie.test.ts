import { encode } from "next-auth/jwt";
import { afterEach, expect, test } from "vitest";
import { resetEnv } from "../env";
import { testSecret } from "../testing/database";
import { readCookie, sessionCookieName } from "./cookie";
import { authOptions } from "./next-auth";
import { nextAuthSecret } from "./next-auth-secret";
import { returnPath } from "./return-path";
import { readSid } from "./session-gate";

function at(url: string): void {
  Object.assign(process.env, {
    CONNECTUS_URL: url,
    CONNECTUS_SECRET: testSecret,
    DATABASE_URL: "postgres://none",
  });
  resetEnv();
}

afterEach(() => at("http://127.0.0.1:3000"));

test("under https the cookie is __Host- and secure; on a laptop's http it still works", () => {
  at("https://connectus.example.com");
  expect(sessionCookieName()).toBe("__Host-connectus.session");
  const secure = { httpOnly: true, sameSite: "lax", path: "/", secure: true };
  expect(authOptions()).toMatchObject({
    useSecureCookies: true,
    cookies: { sessionToken: { name: "__Host-connectus.session", options: secure } },
  });
  expect(authOptions().cookies?.sessionToken?.options).not.toHaveProperty("domain");
  at("http://localhost:3000");
  expect(authOptions().cookies?.sessionToken).toMatchObject({
    name: "connectus.session",
    options: { ...secure, secure: false },
  });
});

test("the token holds the sid and nothing of the person", async () => {
  at("http://localhost:3000");
  const { callbacks } = authOptions();
  const user = { id: "u1", sid: "the-sid", email: "a@example.test", name: "A" };
  const input = { token: { email: "a@example.test", sub: "u1" }, user, account: null };
  expect(await callbacks?.jwt?.(input)).toEqual({ sid: "the-sid" });
});

test("only a token that we made is read", async () => {
  at("http://localhost:3000");
  const token = { sid: "the-sid" };
  const ours = await encode({ token, secret: nextAuthSecret() });
  expect(await readSid(ours)).toBe("the-sid");
  expect(await readSid(await encode({ token, secret: "another secret" }))).toBeNull();
  expect(await readSid(await encode({ token, secret: nextAuthSecret(), maxAge: -60 }))).toBeNull();
  expect(await readSid(`${ours.slice(0, -3)}abc`)).toBeNull();
  expect(await readSid("")).toBeNull();
});

test("a cookie is found by its whole name", () => {
  const headers = new Headers({ cookie: "xconnectus.session=1; connectus.session=2; connectus.session.0=3" });
  expect(readCookie(headers, "connectus.session")).toBe("2");
  expect(readCookie(new Headers(), "connectus.session")).toBeNull();
});

test("next-auth sends people to our own origin only", async () => {
  at("http://localhost:3000");
  const redirect = (url: string) =>
    authOptions().callbacks?.redirect?.({ url, baseUrl: "http://localhost:3000" });
  expect(await redirect("/content?x=1")).toBe("http://localhost:3000/content?x=1");
  for (const url of [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "http://localhost:3001/",
    "javascript:x",
  ]) {
    expect(await redirect(url)).toBe("http://localhost:3000");
  }
});

test("`next` leads to a path of ours or home", () => {
  expect(returnPath("/integrations?tab=add#top")).toBe("/integrations?tab=add#top");
  for (const next of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "evil",
    "/\t/evil.example",
    "/a b",
    "",
    null,
    5,
  ]) {
    expect(returnPath(next)).toBe("/");
  }
  expect(returnPath("/a/../..//evil.example")).toBe("/");
});
