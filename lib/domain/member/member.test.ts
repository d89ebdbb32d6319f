import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { openInvite } from "@/lib/auth/invite-gate";
import { requestFacts } from "@/lib/auth/request-facts";
import { openSession } from "@/lib/auth/session-gate";
import { signIn } from "@/lib/auth/sign-in";
import { signUp } from "@/lib/auth/sign-up";
import { createApiKey } from "@/lib/domain/api-key/create-api-key";
import { listApiKeys } from "@/lib/domain/api-key/data";
import { listAudit } from "@/lib/domain/audit/data";
import { testDatabase } from "@/lib/testing/database";
import { makeColleague, makeOwner, userIdOf } from "@/lib/testing/people";
import { acceptInvite } from "./accept-invite";
import { changeRole } from "./change-role";
import { listInvites, listMembers } from "./data";
import { inviteMember } from "./invite-member";
import { removeMember } from "./remove-member";
import { revokeInvite } from "./revoke-invite";

testDatabase();
process.env.CONNECTUS_TEST_ARGON2 = "1024,1";

const facts = (afterMs = 0) => requestFacts(new Headers(), new Date(Date.now() + afterMs));
const day = 24 * 3600_000;
const tokenOf = (url: string) => url.split("/").at(-1) ?? "";
let n = 0;

function newcomer(inviteToken?: string) {
  n += 1;
  return {
    name: `New ${n}`,
    email: `new-${n}@example.test`,
    password: "quiet river lamp seven",
    inviteToken,
  };
}

async function signInAs(person: { email: string; password: string }) {
  const session = await openSession((await signIn(person, facts())).sid, new Date());
  if (!session) throw new Error("no session");
  return session;
}

async function memberIdOf(ctx: Ctx, userId: string): Promise<string> {
  return (await listMembers(ctx)).find((member) => member.userId === userId)?.memberId ?? "";
}

let owner: Ctx;
beforeAll(async () => {
  owner = await makeOwner("Acme demo");
});

test("an invitation link makes an account and a member, once", async () => {
  const { url, inviteId } = await inviteMember(owner, { role: "editor" });
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/invite\/[\w-]{43}$/);
  const token = tokenOf(url);
  expect(await openInvite(token, new Date())).toMatchObject({ workspaceName: "Acme demo", role: "editor" });
  expect((await listInvites(owner)).map((invite) => invite.inviteId)).toEqual([inviteId]);
  const people = [newcomer(token), newcomer(token), newcomer(token)];
  const tries = await Promise.allSettled(people.map((person) => signUp(person, facts())));
  expect(tries.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  const roles = (await listMembers(owner)).map((member) => member.role);
  expect(roles).toEqual(["owner", "editor"]);
  expect(await openInvite(token, new Date())).toBeNull();
  const { items } = await listAudit(owner);
  expect(items.map((item) => item.action)).toEqual([
    "user.signed_up",
    "member.joined",
    "member.invited",
    "workspace.created",
  ]);
  expect(JSON.stringify(items)).not.toContain(token);
});

test("somebody with an account joins by link, twice is refused, and their session moves there", async () => {
  const other = await makeOwner("Other demo");
  const first = newcomer(tokenOf((await inviteMember(owner, { role: "viewer" })).url));
  await signUp(first, facts());
  const session = await signInAs(first);
  const token = tokenOf((await inviteMember(other, { role: "admin", email: first.email.toUpperCase() })).url);
  expect(await acceptInvite(session, facts(), { token })).toEqual({ workspaceId: other.workspaceId });
  const again = await signInAs(first);
  expect(again.workspaceId).toBe(other.workspaceId);
  expect(again.workspaces.map((workspace) => [workspace.name, workspace.role])).toEqual([
    ["Acme demo", "viewer"],
    ["Other demo", "admin"],
  ]);
  await expect(acceptInvite(session, facts(), { token })).rejects.toMatchObject({ code: "gone" });
  const second = tokenOf((await inviteMember(other, { role: "owner" })).url);
  await expect(acceptInvite(session, facts(), { token: second })).rejects.toMatchObject({ code: "conflict" });
  expect(await openInvite(second, new Date())).not.toBeNull();
});

test("a link for another address, a revoked, an old and a made-up one do not open", async () => {
  const bound = tokenOf((await inviteMember(owner, { role: "viewer", email: "else@example.test" })).url);
  await expect(signUp(newcomer(bound), facts())).rejects.toMatchObject({ code: "forbidden" });
  const { url, inviteId } = await inviteMember(owner, { role: "viewer" });
  await expect(signUp(newcomer(tokenOf(url)), facts(7 * day + 1000))).rejects.toMatchObject({ code: "gone" });
  const stranger = await makeOwner("Stranger demo");
  await expect(revokeInvite(stranger, { inviteId })).rejects.toMatchObject({ code: "not_found" });
  await revokeInvite(owner, { inviteId });
  await revokeInvite(owner, { inviteId });
  await expect(signUp(newcomer(tokenOf(url)), facts())).rejects.toMatchObject({ code: "gone" });
  await expect(signUp(newcomer("made-up"), facts())).rejects.toMatchObject({ code: "gone" });
  const revocations = await listAudit(owner, { action: "invite.revoked", subjectId: inviteId });
  expect(revocations.items).toHaveLength(1);
});

test("viewers and editors manage nobody; admins make and change no owners", async () => {
  const [viewer, editor, admin] = [
    await makeColleague(owner, "viewer"),
    await makeColleague(owner, "editor"),
    await makeColleague(owner, "admin"),
  ];
  const ownerMemberId = await memberIdOf(owner, userIdOf(owner));
  const forbidden = { code: "forbidden" };
  for (const ctx of [viewer, editor]) {
    await expect(inviteMember(ctx, { role: "viewer" })).rejects.toMatchObject(forbidden);
    await expect(changeRole(ctx, { memberId: ctx.memberId, role: "owner" })).rejects.toMatchObject(forbidden);
    await expect(removeMember(ctx, { memberId: admin.memberId })).rejects.toMatchObject(forbidden);
  }
  await expect(inviteMember(admin, { role: "owner" })).rejects.toMatchObject(forbidden);
  await expect(changeRole(admin, { memberId: admin.memberId, role: "owner" })).rejects.toMatchObject(
    forbidden,
  );
  await expect(changeRole(admin, { memberId: ownerMemberId, role: "viewer" })).rejects.toMatchObject(
    forbidden,
  );
  await expect(removeMember(admin, { memberId: ownerMemberId })).rejects.toMatchObject(forbidden);
  await changeRole(admin, { memberId: viewer.memberId, role: "editor" });
  const elsewhere = await makeOwner("Elsewhere demo");
  const missing = { code: "not_found" };
  await expect(changeRole(elsewhere, { memberId: viewer.memberId, role: "viewer" })).rejects.toMatchObject(
    missing,
  );
  await expect(removeMember(elsewhere, { memberId: viewer.memberId })).rejects.toMatchObject(missing);
  expect((await listMembers(elsewhere)).map((member) => member.userId)).toEqual([userIdOf(elsewhere)]);
});

test("who loses the right to invite takes the links along that gave more than they still may", async () => {
  const second = await makeColleague(owner, "owner");
  const links = [
    await inviteMember(second, { role: "owner" }),
    await inviteMember(second, { role: "admin" }),
    await inviteMember(owner, { role: "admin" }),
  ];
  const open = () =>
    Promise.all(links.map(async ({ url }) => (await openInvite(tokenOf(url), new Date())) !== null));
  await changeRole(owner, { memberId: second.memberId, role: "admin" });
  expect(await open()).toEqual([false, true, true]);
  await changeRole(owner, { memberId: second.memberId, role: "viewer" });
  expect(await open()).toEqual([false, false, true]);
  const late = newcomer(tokenOf(links[1]?.url ?? ""));
  await expect(signUp(late, facts())).rejects.toMatchObject({ code: "gone" });
});

test("the last owner stays, also when two owners demote each other at once", async () => {
  const one = await makeOwner("Two owners demo");
  const oneMemberId = await memberIdOf(one, userIdOf(one));
  const conflict = { code: "conflict" };
  await expect(changeRole(one, { memberId: oneMemberId, role: "admin" })).rejects.toMatchObject(conflict);
  await expect(removeMember(one, { memberId: oneMemberId })).rejects.toMatchObject(conflict);
  const two = await makeColleague(one, "owner");
  const tries = await Promise.allSettled([
    changeRole(one, { memberId: two.memberId, role: "viewer" }),
    changeRole(two, { memberId: oneMemberId, role: "viewer" }),
  ]);
  expect(tries.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  const owners = (await listMembers(one)).filter((member) => member.role === "owner");
  expect(owners).toHaveLength(1);
});

test("who is removed or demoted loses the keys and links that outrank them, at once", async () => {
  const boss = await makeOwner("Boss demo");
  const admin = await makeColleague(boss, "admin");
  const reading = await createApiKey(admin, { name: "Reader", scopes: ["content:read"] });
  const writing = await createApiKey(admin, { name: "Writer", scopes: ["content:write"] });
  const { url } = await inviteMember(admin, { role: "viewer" });
  await changeRole(boss, { memberId: admin.memberId, role: "viewer" });
  await changeRole(boss, { memberId: admin.memberId, role: "viewer" });
  const states = async () => new Map((await listApiKeys(boss)).map((key) => [key.apiKeyId, key.state]));
  expect([(await states()).get(reading.apiKeyId), (await states()).get(writing.apiKeyId)]).toEqual([
    "active",
    "revoked",
  ]);
  await removeMember(boss, { memberId: admin.memberId });
  expect((await states()).get(reading.apiKeyId)).toBe("revoked");
  expect(await openInvite(tokenOf(url), new Date())).toBeNull();
  const changes = await listAudit(boss, { action: "member.role_changed" });
  expect(changes.items).toMatchObject([{ before: { role: "admin" }, after: { role: "viewer" } }]);
});

test("everybody may leave", async () => {
  const viewer = await makeColleague(owner, "viewer");
  await removeMember(viewer, { memberId: viewer.memberId });
  expect(await memberIdOf(owner, userIdOf(viewer))).toBe("");
  const { items } = await listAudit(owner, { action: "member.left" });
  expect(items).toHaveLength(1);
});
