import { eq } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { instanceSettings } from "@/drizzle/schema/gate";
import { systemPool } from "@/lib/db/client";
import { withSystem } from "@/lib/db/transaction";
import { startProcess, type TestProcess } from "@/lib/testing/crash-process";
import { testDatabase } from "@/lib/testing/database";
import { until } from "@/lib/testing/engine";

testDatabase();
const workers: TestProcess[] = [];

afterEach(() => {
  for (const worker of workers.splice(0)) worker.signal("SIGKILL");
});

async function start(env: Record<string, string> = {}): Promise<TestProcess> {
  const worker = await startProcess("inngest/worker.ts", { CONNECTUS_LOG_LEVEL: "info", ...env });
  workers.push(worker);
  return worker;
}

async function pulse() {
  const [row] = await withSystem((tx) =>
    tx.select().from(instanceSettings).where(eq(instanceSettings.key, "worker")),
  );
  return row?.value as { pid: number; engine: string } | undefined;
}

test("it shows that it lives, logs JSON lines, and ends cleanly on SIGTERM", async () => {
  const worker = await start();
  await until("its pulse", async () => (await pulse())?.pid === worker.child.pid, 20_000);
  expect(await pulse()).toMatchObject({ engine: "embedded" });
  await until("its first line", () => worker.text().includes("worker started"));
  worker.signal("SIGTERM");
  expect(await worker.gone).toBe(0);
  const lines = worker.text().trim().split("\n");
  expect(lines.map((line) => typeof JSON.parse(line).msg)).toEqual(lines.map(() => "string"));
  const { rowCount } = await systemPool().query("select from engine.queue where state = 'leased'");
  expect(rowCount).toBe(0);
});

test("configuration mistakes end it with code 78 and one sentence on stderr", async () => {
  const mistakes: [Record<string, string>, RegExp][] = [
    [{ DATABASE_URL_SYSTEM: "" }, /^DATABASE_URL_SYSTEM is missing: .*\n$/],
    [{ CONNECTUS_WORKER_CONCURRENCY: "many" }, /^CONNECTUS_WORKER_CONCURRENCY must be a whole number.*\n$/],
    [
      { CONNECTUS_SECRET: "another-secret-another-secret-another-secret" },
      /^[^\n]*CONNECTUS_SECRET[^\n]*\n$/,
    ],
    [{ INNGEST_BASE_URL: "http://127.0.0.1:1" }, /^INNGEST_BASE_URL is set, INNGEST_EVENT_KEY is not.*\n$/],
  ];
  const right = await start();
  await until("the vault is prepared", () => right.text().includes("worker started"), 20_000);
  for (const [env, sentence] of mistakes) {
    const worker = await start(env);
    expect(await worker.gone).toBe(78);
    expect(worker.text()).toMatch(sentence);
  }
});

test("a database that is not there is no configuration mistake: it ends with code 1 to be started again", async () => {
  const url = new URL(process.env.DATABASE_URL_SYSTEM ?? "");
  url.port = "1";
  const worker = await start({ DATABASE_URL_SYSTEM: url.href });
  expect(await worker.gone).toBe(1);
  expect(worker.text()).toContain("The database cannot be reached");
});
