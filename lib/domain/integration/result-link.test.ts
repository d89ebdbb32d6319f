import { expect, test } from "vitest";
import { testSecret } from "@/lib/testing/database";
import { readResultQuery, toResultQuery } from "./result-link";
import type { OauthResult } from "./types";

process.env.DATABASE_URL ??= "postgres://nobody@127.0.0.1/none";
process.env.CONNECTUS_SECRET = testSecret;

const result: OauthResult = {
  outcome: "ok",
  integrationId: "int_1",
  message: "HubSpot is connected.",
  returnTo: "/integrations/add/hubspot?integration=int_1",
};

test("our own words and path come back", () => {
  expect(readResultQuery(Object.fromEntries(toResultQuery(result)))).toEqual(result);
});

test("a stranger's words are not shown, and another outcome cannot borrow the proof", () => {
  const query = Object.fromEntries(toResultQuery(result));
  const forged = readResultQuery({ ...query, message: "Call this number." });
  expect(forged.outcome).toBe("failed");
  expect(forged.message).not.toContain("number");
  expect(readResultQuery({ ...query, outcome: "denied" }).message).toContain("not opened by Connectus");
  expect(readResultQuery({ outcome: "ok", message: "x" }).outcome).toBe("failed");
});

test("the way back never leaves us", () => {
  for (const target of [
    "//evil.example",
    "/\t/evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/a/..//evil.example",
  ])
    expect(readResultQuery({ return_to: target }).returnTo).toBeNull();
});
