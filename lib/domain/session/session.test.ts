import { beforeAll, expect, test } from "vitest";
import { requestFacts } from "@/lib/auth/request-facts";
import { sessionContext } from "@/lib/auth/session-context";
import { openSession } from "@/lib/auth/session-gate";
import { signIn } from "@/lib/auth/sign-in";
import { revokeSid } from "@/lib/auth/sign-out";
import { signUp } from "@/lib/auth/sign-up";
import { createWorkspace } from "@/lib/domain/workspace/create-workspace";
import { resetEnv } from "@/lib/env";
import { newId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { listSessions } from "./data";
import { revokeOtherSessions } from "./revoke-other-sessions";
import { revokeSession } from "./revoke-session";
import { switchWorkspace } from "./switch-workspace";

testDatabase();
process.env.CONNECTUS_TEST_ARGON2 = "1024,1";

const ada = { name: "Ada", email: "ada@example.test", password: "quiet river lamp seven" };
const ben = { ...ada, name: "Ben", email: "ben@example.test" };

beforeAll(async () => {
  process.env.CONNECTUS_OPEN_SIGN_UP = "1";
  resetEnv();
  await signUp(ada, requestFacts(new Headers()));
  await signUp(ben, requestFacts(new Headers()));
});

async function open(person: typeof ada, userAgent = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537") {
  const { sid } = await signIn(person, requestFacts(new Headers({ "user-agent": userAgent })));
  const session = await openSession(sid, new Date());
  if (!session) throw new Error("no session");
  return { sid, session };
}

const isOpen = async (sid: string) => (await openSession(sid, new Date())) !== null;

test("signing in twice gives two sessions; signing out ends one at once", async () => {
  const [one, two] = [await open(ada), await open(ada)];
  expect(one.sid).not.toBe(two.sid);
  await revokeSid(one.sid, new Date());
  await revokeSid(one.sid, new Date());
  expect([await isOpen(one.sid), await isOpen(two.sid)]).toEqual([false, true]);
});

test("a person lists and ends their own sessions and nobody else's", async () => {
  const [one, two, other] = [await open(ada), await open(ada, "Firefox/140 (Android 15)"), await open(ben)];
  const listed = await listSessions(one.session, new Date());
  expect(listed.find((item) => item.isCurrent)).toMatchObject({
    sessionId: one.session.sessionId,
    label: "Chrome on Windows",
  });
  expect(listed.map((item) => item.sessionId)).not.toContain(other.session.sessionId);
  const theirs = { sessionId: other.session.sessionId };
  await expect(revokeSession(one.session, theirs, new Date())).rejects.toMatchObject({ code: "not_found" });
  await revokeSession(one.session, { sessionId: two.session.sessionId }, new Date());
  await revokeSession(one.session, { sessionId: two.session.sessionId }, new Date());
  expect([await isOpen(one.sid), await isOpen(two.sid), await isOpen(other.sid)]).toEqual([
    true,
    false,
    true,
  ]);
  await open(ada);
  await revokeOtherSessions(one.session, new Date());
  expect((await listSessions(one.session, new Date())).map((item) => item.sessionId)).toEqual([
    one.session.sessionId,
  ]);
  expect(await isOpen(other.sid)).toBe(true);
});

test("a session looks at one workspace; it can switch to another of the person, not to a stranger's", async () => {
  const { sid, session } = await open(ada);
  const ctx = sessionContext(session, { requestId: newId(), ip: null, now: new Date() });
  const { workspaceId } = await createWorkspace(ctx, { name: "Second" });
  const now = await openSession(sid, new Date());
  expect(now?.workspaceId).toBe(workspaceId);
  expect(now?.workspaces).toHaveLength(2);
  if (!now) throw new Error("no session");
  await switchWorkspace(now, { workspaceId: ctx.workspaceId });
  expect((await openSession(sid, new Date()))?.workspaceId).toBe(ctx.workspaceId);
  const foreign = (await open(ben)).session.workspaceId ?? "";
  await expect(switchWorkspace(now, { workspaceId: foreign })).rejects.toMatchObject({ code: "not_found" });
});
