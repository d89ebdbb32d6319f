import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { users } from "@/drizzle/schema/workspaces";
import { withGate, withSystem } from "./db/transaction";
import { newId } from "./ids";
import { toLogged } from "./log";
import { testDatabase } from "./testing/database";

testDatabase();

async function failureOf(work: Promise<unknown>): Promise<Error> {
  const failure = await work.then(
    () => new Error("it worked"),
    (error: Error) => error,
  );
  return new Error("outer", { cause: failure });
}

test("a failed query is logged with its code and statement, without parameters and rows", async () => {
  const person = { email: "secret-person@example.test", name: "Secret\nPerson" };
  const id = newId();
  await withSystem((tx) => tx.insert(users).values({ id, ...person }));
  const failures = [
    await failureOf(withSystem((tx) => tx.insert(users).values({ id, ...person }))),
    await failureOf(withGate((tx) => tx.execute(sql`select ${person.email}::int`))),
  ];
  const [twice, cast] = failures.map((failure) => JSON.stringify(toLogged(failure)));
  expect(twice).toMatch(/"code":"23505"/);
  expect(twice).toMatch(/Failed query: insert into \\"users\\"/);
  expect(twice).toMatch(/log\.test\.ts/);
  expect(twice).not.toMatch(/secret.person|params|already exists/i);
  expect(cast).toMatch(/"code":"22P02"/);
  expect(cast).not.toContain(person.email);
});

test("other errors keep what helps, and values that are none pass", () => {
  const error = Object.assign(new TypeError("no"), { code: "E_NO", nested: { secret: 1 } });
  expect(toLogged(error)).toMatchObject({ type: "TypeError", message: "no", code: "E_NO" });
  expect(JSON.stringify(toLogged(error))).not.toContain("nested");
  expect(toLogged("text")).toBe("text");
});
