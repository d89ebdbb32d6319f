import { afterEach, expect, test } from "vitest";
import { resetEnv } from "../env";
import { testSecret } from "../testing/database";
import { clientAddress, limitAddress } from "./client-address";

function trust(hops: number): void {
  Object.assign(process.env, {
    CONNECTUS_TRUST_PROXY: String(hops),
    CONNECTUS_SECRET: testSecret,
    DATABASE_URL: "postgres://none",
  });
  resetEnv();
}

afterEach(() => trust(0));

const headers = (forwarded: string, peer = "10.0.0.2") =>
  new Headers({ "x-forwarded-for": forwarded, "x-connectus-peer": peer });

test("without a proxy of ours X-Forwarded-For counts for nothing", () => {
  trust(0);
  expect(clientAddress(headers("203.0.113.5"))).toBe("10.0.0.2");
  expect(clientAddress(new Headers({ "x-forwarded-for": "203.0.113.5" }))).toBeNull();
  expect(clientAddress(headers("", "::ffff:192.0.2.4"))).toBe("192.0.2.4");
});

test("behind proxies only what they appended counts", () => {
  trust(1);
  expect(clientAddress(headers("1.1.1.1, 203.0.113.5"))).toBe("203.0.113.5");
  trust(2);
  expect(clientAddress(headers("6.6.6.6, 203.0.113.5, 10.0.0.1"))).toBe("203.0.113.5");
  expect(clientAddress(headers("203.0.113.5"))).toBeNull();
  for (const text of ["", "nonsense", "203.0.113.5:80, x", "<script>, y"]) {
    expect(clientAddress(headers(text))).toBeNull();
  }
});

test("limits count an IPv6 network as one caller", () => {
  expect(limitAddress("2001:db8:1:2:aaaa::1")).toBe("2001:db8:1:2::/64");
  expect(limitAddress("2001:0db8:0001:0002:bbbb:1:2:3")).toBe("2001:db8:1:2::/64");
  expect(limitAddress("2001:db8::1")).toBe("2001:db8:0:0::/64");
  expect(limitAddress("203.0.113.5")).toBe("203.0.113.5");
  expect(limitAddress(null)).toBe("unknown");
});
