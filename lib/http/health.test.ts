import { expect, test } from "vitest";
import { GET } from "@/app/api/health/route";
import { instanceSettings } from "@/drizzle/schema/gate";
import { closePools } from "../db/client";
import { withSystem } from "../db/transaction";
import { resetEnv } from "../env";
import { testDatabase } from "../testing/database";

const database = testDatabase();

async function ask(probe = "") {
  const response = await GET(new Request(`http://127.0.0.1/api/health${probe ? `?probe=${probe}` : ""}`));
  return { status: response.status, body: await response.json() };
}

async function workerSeen(secondsAgo: number): Promise<void> {
  const updatedAt = new Date(Date.now() - secondsAgo * 1000);
  await withSystem((tx) =>
    tx
      .insert(instanceSettings)
      .values({ key: "worker", value: {}, updatedAt })
      .onConflictDoUpdate({ target: instanceSettings.key, set: { updatedAt } }),
  );
}

test("green only with a living worker; the web process is ready without it", async () => {
  expect(await ask()).toMatchObject({
    status: 503,
    body: { status: "failing", database: "ok", worker: "failing" },
  });
  expect(await ask("ready")).toMatchObject({ status: 200, body: { status: "ok", database: "ok" } });
  await workerSeen(3);
  expect(await ask()).toMatchObject({
    status: 200,
    body: {
      status: "ok",
      worker: "ok",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      checks: { worker: { detail: "last seen 3 s ago" } },
    },
  });
  await workerSeen(90);
  expect((await ask()).status).toBe(503);
});

test("without a database it says so and tells no address; the process still lives", async () => {
  await closePools();
  const away = new URL(database.app);
  away.port = "1";
  process.env.DATABASE_URL = away.href;
  resetEnv();
  const { status, body } = await ask();
  expect([status, body.database]).toEqual([503, "failing"]);
  expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|connectus_app|postgres/);
  expect((await ask("live")).status).toBe(200);
  process.env.DATABASE_URL = database.app;
  resetEnv();
  await closePools();
});
