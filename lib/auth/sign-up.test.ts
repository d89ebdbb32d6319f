import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { openText, sealText } from "../crypto/vault";
import { withSystem } from "../db/transaction";
import { listAudit } from "../domain/audit/data";
import { listMembers } from "../domain/member/data";
import { resetEnv } from "../env";
import { newId } from "../ids";
import { testDatabase } from "../testing/database";
import { requestFacts } from "./request-facts";
import { sessionContext } from "./session-context";
import { openSession } from "./session-gate";
import { signIn } from "./sign-in";
import { isSignUpOpen, signUp } from "./sign-up";

testDatabase();
process.env.CONNECTUS_TEST_ARGON2 = "1024,1";

const facts = () => requestFacts(new Headers());
const person = (n: number) => ({
  name: `Person ${n}`,
  email: `person-${n}@example.test`,
  password: "quiet river lamp seven",
});

function open(yes: boolean): void {
  process.env.CONNECTUS_OPEN_SIGN_UP = yes ? "1" : "0";
  resetEnv();
}

beforeEach(() => open(false));

async function count(table: string): Promise<number> {
  const { rows } = await withSystem((tx) => tx.execute(sql.raw(`select count(*)::int as n from ${table}`)));
  return Number(rows[0]?.n);
}

test("of many first people at once exactly one becomes the owner; then the door is closed", async () => {
  expect(await isSignUpOpen()).toBe(true);
  const tries = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => signUp(person(n), facts())));
  const made = tries.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const codes = tries.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
  expect(made).toHaveLength(1);
  expect(codes).toEqual(["forbidden", "forbidden", "forbidden", "forbidden"]);
  expect(await isSignUpOpen()).toBe(false);
  for (const table of ["users", "workspaces", "members", "workspace_keys", "gate.logins"]) {
    expect([table, await count(table)]).toEqual([table, 1]);
  }
});

test("a new account has a workspace, its key, an audit trail, and no password in it", async () => {
  open(true);
  const { userId, workspaceId } = await signUp({ ...person(20), workspaceName: "Twenty" }, facts());
  const { sid } = await signIn(person(20), facts());
  const session = await openSession(sid, new Date());
  if (!session) throw new Error("no session");
  expect(session).toMatchObject({ userId, workspaceId, workspaces: [{ name: "Twenty", role: "owner" }] });
  const ctx = sessionContext(session, { requestId: newId(), ip: null, now: new Date() });
  const place = { subjectId: "1", field: "token" };
  expect(await openText(ctx, place, await sealText(ctx, place, "works"))).toBe("works");
  expect((await listMembers(ctx)).map((member) => [member.email, member.isYou])).toEqual([
    ["person-20@example.test", true],
  ]);
  const { items } = await listAudit(ctx);
  expect(items.map((item) => item.action)).toEqual(["session.opened", "user.signed_up", "workspace.created"]);
  expect(JSON.stringify(items)).not.toContain("quiet river");
});

test("the same e-mail address in any spelling is one account, and a failed sign-up leaves nothing", async () => {
  open(true);
  await signUp(person(30), facts());
  const before = [await count("workspaces"), await count("users")];
  const again = { ...person(30), email: "PERSON-30@Example.test" };
  await expect(signUp(again, facts())).rejects.toMatchObject({
    code: "conflict",
    fields: { email: expect.any(String) },
  });
  expect([await count("workspaces"), await count("users")]).toEqual(before);
});

test("weak passwords are refused with a reason at the field", async () => {
  open(true);
  for (const password of ["password123", "person31", "12345678"]) {
    const input = { ...person(31), password, email: "person31@example.test" };
    await expect(signUp(input, facts())).rejects.toMatchObject({
      code: "invalid_input",
      fields: { password: expect.any(String) },
    });
  }
});

test("sign-ups from one address are limited", async () => {
  open(true);
  const headers = new Headers({ "x-connectus-peer": "203.0.113.77" });
  const weak = { ...person(40), password: "12345678" };
  const from = () =>
    signUp({ ...weak, password: "quiet river lamp seven", inviteToken: "none" }, requestFacts(headers));
  const codes = [];
  for (let n = 0; n < 21; n += 1) codes.push((await from().catch((error) => error)).code);
  expect([...new Set(codes.slice(0, 20)), codes[20]]).toEqual(["gone", "rate_limited"]);
});
