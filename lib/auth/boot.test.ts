import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, expect, test } from "vitest";
import { resetVault } from "../crypto/vault";
import { closePools } from "../db/client";
import { resetEnv } from "../env";
import { peerHeader } from "../http/client-address";
import { testDatabase, testSecret } from "../testing/database";
import { findBootProblem } from "./boot";

const database = testDatabase();

async function use(values: Record<string, string>): Promise<void> {
  await closePools();
  Object.assign(process.env, { DATABASE_URL: database.app, CONNECTUS_SECRET: testSecret }, values);
  resetEnv();
  resetVault();
}

beforeEach(() => use({}));

test("a right configuration boots, again and again", async () => {
  expect(await findBootProblem()).toBeNull();
  resetVault();
  expect(await findBootProblem()).toBeNull();
});

test("a login that owns tables or passes over row-level security is refused", async () => {
  for (const url of [database.owner, database.superuser]) {
    await use({ DATABASE_URL: url });
    expect(await findBootProblem()).toMatchObject({
      exitCode: 78,
      sentence: expect.stringMatching(
        /^Connectus cannot start: DATABASE_URL signs in as .* Use the role connectus_app\.$/,
      ),
    });
  }
});

test("a missing or short secret says how to make one; a wrong one says what is wrong", async () => {
  await findBootProblem();
  for (const secret of ["", "too short"]) {
    await use({ CONNECTUS_SECRET: secret });
    expect(await findBootProblem()).toMatchObject({
      exitCode: 78,
      sentence: expect.stringContaining("Make one with: node"),
    });
  }
  await use({ CONNECTUS_SECRET: "another-secret-another-secret-another-secret" });
  const wrong = await findBootProblem();
  expect(wrong).toMatchObject({
    exitCode: 78,
    sentence: expect.stringContaining("CONNECTUS_SECRET is not the one"),
  });
  expect(wrong?.sentence).not.toContain("another-secret");
});

test("a database that does not answer, refuses the password or is empty: one sentence each", async () => {
  const away = new URL(database.app);
  away.port = "1";
  await use({ DATABASE_URL: away.href });
  expect(await findBootProblem(0)).toMatchObject({
    exitCode: 69,
    sentence: expect.stringContaining("cannot be reached"),
  });
  const wrong = new URL(database.app);
  wrong.password = "wrong";
  await use({ DATABASE_URL: wrong.href });
  const refused = await findBootProblem(5000);
  expect(refused?.sentence).toContain("password authentication failed");
  const empty = new URL(database.superuser);
  empty.pathname = "/postgres";
  await use({ DATABASE_URL: empty.href });
  expect((await findBootProblem())?.sentence).toMatch(/superuser|row-level security|no tables of ours/);
});

test("each request carries the address of its socket, whatever the client claims", async () => {
  await findBootProblem();
  const server = createServer((incoming, answer) => answer.end(incoming.headers[peerHeader]));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const asked = request({ port, host: "127.0.0.1", headers: { [peerHeader]: "203.0.113.1" } }).end();
  const [answer] = await once(asked, "response");
  const [body] = await once(answer, "data");
  server.close();
  expect(String(body)).toBe("127.0.0.1");
});
