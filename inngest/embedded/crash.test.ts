import { afterEach, beforeAll, expect, test } from "vitest";
import { systemPool } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { prepareCrashTables, startCrashWorker, type TestProcess } from "@/lib/testing/crash-process";
import { testDatabase } from "@/lib/testing/database";
import { until } from "@/lib/testing/engine";

const database = testDatabase();
const workers: TestProcess[] = [];

beforeAll(() => prepareCrashTables(database.superuser));
afterEach(() => {
  for (const worker of workers.splice(0)) worker.signal("SIGKILL");
});

async function start(): Promise<TestProcess> {
  const worker = await startCrashWorker();
  workers.push(worker);
  return worker;
}

async function put(name: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await systemPool().query(
    `insert into outbox (id, name, data) select id, $2, '{"v":1}' from unnest($1::uuid[]) as id`,
    [ids, name],
  );
  return ids;
}

async function rowsOf<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
  return (await systemPool().query<T>(sql, values)).rows;
}

async function countOf(sql: string, values: unknown[] = []): Promise<number> {
  return Number((await rowsOf<{ n: number }>(sql, values))[0]?.n);
}

const endedCount = (ids: string[]) =>
  countOf("select count(*) as n from engine.runs where event_id = any($1) and ended_at is not null", [ids]);

test("R01 kill -9 of the worker at random moments in 200 runs: each run ends once, each step is recorded once", {
  timeout: 180_000,
}, async () => {
  const ids = await put("test/many-steps", 200);
  let kills = 0;
  const enough = Date.now() + 20_000;
  let [one, two] = await Promise.all([start(), start()]);
  while ((await endedCount(ids)) < 200 && kills < 16 && Date.now() < enough) {
    const progress = await countOf("select count(*) as n from test_journal");
    const steps = 1 + Math.floor(Math.random() * 100);
    await until("some progress", async () => {
      const now = await countOf("select count(*) as n from test_journal");
      return now >= progress + steps || (await endedCount(ids)) === 200;
    });
    one.signal("SIGKILL");
    await one.gone;
    kills += 1;
    [one, two] = [two, await start()];
  }
  await until("all runs ended", async () => (await endedCount(ids)) === 200, 90_000);
  await until("all told runs ended", async () => (await liveRuns()) === 0, 30_000);
  expect(kills).toBeGreaterThanOrEqual(4);
  await expectAllOnce(ids);
});

const liveRuns = () => countOf("select count(*) as n from engine.runs where ended_at is null");

async function expectAllOnce(ids: string[]): Promise<void> {
  const runs = await rowsOf<{ id: string; status: string; output: Record<string, string> }>(
    "select id, status, output from engine.runs where event_id = any($1)",
    [ids],
  );
  expect(runs).toHaveLength(200);
  expect(runs.filter((run) => run.status !== "completed")).toEqual([]);
  // no event lost or doubled: every run told exactly one other
  expect(await countOf("select count(*) as n from engine.runs where function_id = 'connectus-told'")).toBe(
    200,
  );
  expect(
    await rowsOf("select run_id, hash from test_journal group by kind, run_id, hash having count(*) > 1"),
  ).toEqual([]);
  expect(await countOf("select count(*) as n from test_journal where kind = 'run'")).toBe(400);
  expect(await countOf("select count(*) as n from test_journal where kind = 'step'")).toBe(200 * 7);
  const remembered = await rowsOf<{ run_id: string; name: string; data: string }>(
    "select run_id, name, data from engine.steps where name in ('one', 'two', 'left', 'right', 'last')",
  );
  const outputs = new Map(runs.map((run) => [run.id, run.output]));
  expect(remembered.filter((step) => outputs.get(step.run_id)?.[step.name] !== step.data)).toEqual([]);
  const effects = await rowsOf<{ run_id: string; step: string; tokens: string[] }>(
    "select run_id, step, array_agg(token) as tokens from test_effects group by run_id, step",
  );
  const known = new Map(effects.map((effect) => [`${effect.run_id} ${effect.step}`, effect.tokens]));
  expect(remembered.filter((s) => !known.get(`${s.run_id} ${s.name}`)?.includes(s.data))).toEqual([]);
  // a recorded step is never done again
  const again = await rowsOf(
    `select e.run_id, e.step from test_effects e join engine.steps s on s.run_id = e.run_id and s.name = e.step
     where e.at > s.recorded_at + interval '1 millisecond'`,
  );
  expect(again).toEqual([]);
}

test("R07 a worker stopped past its lease writes nothing when it wakes up, although its run still goes on", async () => {
  await systemPool().query("delete from test_journal");
  const zombie = await start();
  const [event] = await put("test/gated", 1);
  const traces = (worker: TestProcess, step: string) =>
    rowsOf<{ token: string }>("select token from test_effects where step = $1 and pid = $2", [
      step,
      worker.child.pid,
    ]);
  const open = (name: string) => systemPool().query("insert into test_gate values ($1)", [name]);
  await until("the first step has begun", async () => (await traces(zombie, "first")).length === 1);
  zombie.signal("SIGSTOP");
  const heir = await start();
  await until("the other worker took over", async () => (await traces(heir, "first")).length === 1);
  await open("first");
  await until("it is in the second step", async () => (await traces(heir, "second")).length === 1);
  const written =
    "select (select array_agg(j order by at) from test_journal j) as journal, lease_token from engine.queue";
  const before = await rowsOf(written);
  zombie.signal("SIGCONT");
  await until("the stopped worker noticed", () => zombie.text().includes("a lease was lost"));
  expect(await rowsOf(written)).toEqual(before);
  await open("second");
  await until("the run ended", async () => (await endedCount([event ?? ""])) === 1);
  const [run] = await rowsOf<{ output: string[] }>("select output from engine.runs where event_id = $1", [
    event,
  ]);
  const kept = [...(await traces(heir, "first")), ...(await traces(heir, "second"))];
  expect(run?.output).toEqual(kept.map(({ token }) => token));
  expect(await traces(zombie, "second")).toEqual([]);
  expect(await countOf("select count(*) as n from test_journal")).toBe(3);
});
