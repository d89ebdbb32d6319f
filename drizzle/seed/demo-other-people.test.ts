import { expect, test } from "vitest";
import { requestFacts } from "@/lib/auth/request-facts";
import { signUp } from "@/lib/auth/sign-up";
import { testDatabase } from "@/lib/testing/database";
import { seedDemo } from "./demo";

testDatabase();
process.env.CONNECTUS_TEST_ARGON2 = "1024,1";

test("a database that other people use is left alone, also when asked to renew", async () => {
  const input = { name: "First Person", email: "first@example.test", password: "quiet river lamp seven" };
  await signUp(input, requestFacts(new Headers()));
  expect(await seedDemo({ renew: false })).toBeNull();
  expect(await seedDemo({ renew: true })).toBeNull();
});
