import { describe, expect, it } from "vitest";
import { manifest } from "../wordpress/manifest";
import { fieldSchema } from "./fields";
import { assertMoved } from "./paging";

const schema = fieldSchema(manifest.fields);
const good = {
  siteUrl: "blog.example.com",
  username: "editor",
  appPassword: "abcd EFGH 1234 ijkl MNOP 6789",
};

function wrong(values: object): Record<string, string> {
  const parsed = schema.safeParse(values);
  const issues = parsed.success ? [] : parsed.error.issues;
  return Object.fromEntries(issues.map((issue) => [String(issue.path[0] ?? issue.code), issue.message]));
}

describe("connection form", () => {
  it.each([
    ["blog.example.com", "https://blog.example.com"],
    ["  HTTPS://Blog.Example.com/news/?x=1#top ", "https://blog.example.com/news"],
    ["http://127.0.0.1:3001/wordpress/", "http://127.0.0.1:3001/wordpress"],
    ["localhost:3001", "https://localhost:3001"],
    ["müller.example", "https://xn--mller-kva.example"],
    ["https://[2606:4700::1]/", "https://[2606:4700::1]"],
  ])("tidies %s", (typed, stored) => {
    expect(schema.parse({ ...good, siteUrl: typed })).toMatchObject({ siteUrl: stored });
  });

  it.each([
    "not an address",
    "javascript:alert(1)",
    "ftp://example.com",
    "file:///etc/passwd",
    "https://user:pass@example.com",
    "blog",
    `https://example.com/${"a".repeat(3000)}`,
    "https://exa\u0000mple.com",
  ])("refuses %s as an address", (siteUrl) => {
    expect(wrong({ ...good, siteUrl }).siteUrl).toMatch(/^Site address/);
  });

  it("names every field that is missing, wrong or unknown", () => {
    expect(wrong({})).toEqual({
      siteUrl: "Site address is missing.",
      username: "User name is missing.",
      appPassword: "Application password is missing.",
    });
    expect(wrong({ ...good, username: "  " })).toEqual({ username: "User name is missing." });
    expect(wrong({ ...good, username: 7 })).toEqual({ username: "User name is missing." });
    expect(wrong({ ...good, appPassword: "my normal password!" }).appPassword).toContain(
      "24 letters and digits",
    );
    expect(wrong({ ...good, username: "x".repeat(1_000_000) })).toEqual({
      username: "User name is too long.",
    });
    expect(wrong({ ...good, admin: "yes" })).toHaveProperty("unrecognized_keys");
    expect(wrong(good)).toEqual({});
  });
});

it("a cursor that stays where it was stops the pass", () => {
  expect(() => assertMoved({ after: "1", page: 2 }, { after: "1", page: 2 })).toThrow(/same page twice/);
  expect(() => assertMoved({ after: "1", page: 2 }, { after: "1", page: 3 })).not.toThrow();
  expect(() => assertMoved(null, null)).not.toThrow();
});
