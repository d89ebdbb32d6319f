import { expect, test } from "vitest";
import { allScopes } from "@/lib/access/scopes";
import { openApiKey } from "@/lib/auth/api-key";
import { requestFacts } from "@/lib/auth/request-facts";
import { openSession } from "@/lib/auth/session-gate";
import { signIn } from "@/lib/auth/sign-in";
import { signUp } from "@/lib/auth/sign-up";
import { newId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { seedDemo } from "./demo";

testDatabase();
process.env.CONNECTUS_TEST_ARGON2 = "1024,1";

const facts = () => requestFacts(new Headers());

test("the demo account works, is made once, and can be renewed when its password was lost", async () => {
  const made = await seedDemo({ renew: false });
  if (!made) throw new Error("nothing was made");
  const session = await openSession((await signIn(made, facts())).sid, new Date());
  expect(session?.workspaces).toMatchObject([{ name: "Demo workspace", role: "owner" }]);
  const request = { requestId: newId(), ip: null, now: new Date() };
  const ctx = await openApiKey(made.apiKey, request);
  expect(ctx?.workspaceId).toBe(session?.workspaceId);
  expect(ctx?.scopes).toEqual(allScopes);

  expect(await seedDemo({ renew: false })).toBeNull();
  const renewed = await seedDemo({ renew: true });
  if (!renewed) throw new Error("nothing was renewed");
  await expect(signIn(made, facts())).rejects.toMatchObject({ code: "unauthenticated" });
  await signIn(renewed, facts());
  expect((await openApiKey(renewed.apiKey, request))?.workspaceId).toBe(session?.workspaceId);
});

test("sign-up is closed behind it", async () => {
  const input = { name: "Somebody", email: "other@example.test", password: "quiet river lamp seven" };
  await expect(signUp(input, facts())).rejects.toMatchObject({ code: "forbidden" });
});
