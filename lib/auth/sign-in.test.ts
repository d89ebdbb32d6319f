import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { logins } from "@/drizzle/schema/gate";
import { withGate } from "../db/transaction";
import { listAudit } from "../domain/audit/data";
import { resetEnv } from "../env";
import { newId } from "../ids";
import { testDatabase } from "../testing/database";
import { hashPassword, needsRehash } from "./password-hash";
import { requestFacts } from "./request-facts";
import { sessionContext } from "./session-context";
import { openSession, peekSession } from "./session-gate";
import { signIn } from "./sign-in";
import { signUp } from "./sign-up";

testDatabase();
process.env.CONNECTUS_TEST_ARGON2 = "1024,1";

const good = { email: "First.Person@Example.Test", password: "quiet river lamp sevén" };
let clock = new Date();
let address = 0;

beforeAll(async () => {
  process.env.CONNECTUS_OPEN_SIGN_UP = "1";
  resetEnv();
  await signUp({ ...good, name: "First Person", workspaceName: "First" }, facts());
});

// Each test has its own hour and its own address, so that the limits of one do not reach the next.
beforeEach(() => {
  clock = new Date(clock.getTime() + 3 * 3600_000);
  address += 1;
});

function facts(ip = `203.0.113.${address}`, afterS = 0) {
  const headers = new Headers({
    "x-connectus-peer": ip,
    "user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0",
  });
  return requestFacts(headers, new Date(clock.getTime() + afterS * 1000));
}

const wrong = { email: good.email, password: "not it at all" };

test("sign-in opens a session that is audited; spelling of e-mail and composed letters do not matter", async () => {
  const input = { email: " first.person@example.test", password: good.password.normalize("NFD") };
  const { userId, sid } = await signIn(input, facts());
  const session = await openSession(sid, clock);
  expect(session).toMatchObject({ userId, name: "First Person", email: "first.person@example.test" });
  if (!session) throw new Error("no session");
  const ctx = sessionContext(session, { requestId: newId(), ip: null, now: clock });
  const { items } = await listAudit(ctx, { action: "session.opened" });
  expect(items[0]).toMatchObject({ subjectId: session.sessionId, ip: `203.0.113.${address}` });
  expect(items[0]?.after).toEqual({ label: "Firefox on Linux" });
  expect(JSON.stringify(items)).not.toContain(sid);
});

test("an unknown account and a wrong password give the same answer", async () => {
  const unknown = await signIn({ ...wrong, email: "nobody@example.test" }, facts()).catch((e) => e);
  const known = await signIn(wrong, facts()).catch((e) => e);
  expect([unknown.code, unknown.message]).toEqual([known.code, known.message]);
  expect(known.code).toBe("unauthenticated");
});

test("of 60 tries at once at most five are looked at, and the delay grows", async () => {
  const tries = await Promise.allSettled(Array.from({ length: 60 }, () => signIn(wrong, facts())));
  const codes = tries.map((result) => (result.status === "rejected" ? result.reason.code : "in"));
  expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(5);
  expect(codes.filter((code) => code === "rate_limited")).toHaveLength(55);
  await expect(signIn(good, facts(undefined, 29))).rejects.toMatchObject({ retryAfterS: 1 });
  await expect(signIn(wrong, facts(undefined, 31))).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(signIn(wrong, facts(undefined, 31 + 59))).rejects.toMatchObject({ retryAfterS: 1 });
  await signIn(good, facts(undefined, 31 + 61));
  // A success forgets the failures.
  await expect(signIn(wrong, facts(undefined, 93))).rejects.toMatchObject({ code: "unauthenticated" });
});

test("another address can still sign in while one is slowed down", async () => {
  for (let n = 0; n < 5; n += 1) await signIn(wrong, facts()).catch(() => undefined);
  await expect(signIn(good, facts())).rejects.toMatchObject({ code: "rate_limited" });
  await signIn(good, facts("198.51.100.7"));
});

test("one address that sprays over accounts is stopped at 50 in an hour", async () => {
  const codes = new Set<string>();
  for (let n = 0; n < 50; n += 1) {
    await signIn({ email: `p${n}@example.test`, password: "x" }, facts()).catch((e) => codes.add(e.code));
  }
  expect([...codes]).toEqual(["unauthenticated"]);
  await expect(signIn(good, facts(undefined, 60))).rejects.toMatchObject({ code: "rate_limited" });
  await signIn(good, facts(undefined, 3601));
});

test("a session ends: idle for 12 hours, 30 days after sign-in, or for a sid nobody gave out", async () => {
  const { sid } = await signIn(good, facts());
  const hour = 3600_000;
  const after = (ms: number) => openSession(sid, new Date(clock.getTime() + ms));
  expect(await after(11.9 * hour)).not.toBeNull();
  expect(await after(23.7 * hour)).not.toBeNull();
  expect(await after(23.7 * hour + 12.1 * hour)).toBeNull();
  const { sid: left } = await signIn(good, facts());
  const openTab = (ms: number) => peekSession(left, new Date(clock.getTime() + ms));
  for (const at of [3, 6, 9, 11.9]) expect(await openTab(at * hour)).not.toBeNull();
  expect(await openTab(12.1 * hour)).toBeNull();
  const { sid: busy } = await signIn(good, facts(undefined, 1));
  for (let at = 11; at < 30 * 24; at += 11) {
    expect(await openSession(busy, new Date(clock.getTime() + at * hour))).not.toBeNull();
  }
  expect(await openSession(busy, new Date(clock.getTime() + 30 * 24 * hour + 2000))).toBeNull();
  expect(await openSession("made-up", clock)).toBeNull();
  clock = new Date(clock.getTime() + 40 * 24 * hour);
});

test("a stored hash below the policy is renewed at the next sign-in", async () => {
  const stored = () => withGate((tx) => tx.select().from(logins).where(eq(logins.userId, userId)));
  const { userId } = await signIn(good, facts());
  const before = (await stored())[0]?.passwordHash ?? "";
  process.env.CONNECTUS_TEST_ARGON2 = "2048,2";
  expect(needsRehash(before)).toBe(true);
  await signIn(good, facts());
  const after = (await stored())[0]?.passwordHash ?? "";
  expect(after).toMatch(/^\$argon2id\$v=19\$m=2048,t=2,p=1\$/);
  expect(needsRehash(after)).toBe(false);
  process.env.CONNECTUS_TEST_ARGON2 = "1024,1";
  await signIn(good, facts());
});

test("outside of tests the policy is 64 MiB and three passes", async () => {
  process.env.CONNECTUS_TEST_ARGON2 = "";
  expect(await hashPassword("any password")).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
  process.env.CONNECTUS_TEST_ARGON2 = "1024,1";
});
