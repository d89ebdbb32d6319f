import pg from "pg";
import { expect, test } from "vitest";
import { systemPool } from "@/lib/db/client";
import { withSystem } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import { testDatabase } from "@/lib/testing/database";
import { endedRuns, startEngine, stopEnginesAfterEach, type TestEngine } from "@/lib/testing/engine";
import { storeEvents, storeRuns } from "../../embedded/ingest";
import { seedRun } from "../../embedded/match";
import { functions } from "../all";

const database = testDatabase();
stopEnginesAfterEach();

async function run({ registry, engine }: TestEngine, functionId: string) {
  const event = { id: newId(), name: "inngest/scheduled.timer", data: {}, ts: Date.now() };
  const spec = registry.functions.get(functionId);
  if (!spec) throw new Error(`no function ${functionId}`);
  await withSystem(async ({ client }) => {
    await storeEvents(client, [event]);
    await storeRuns(client, [seedRun(spec, event)]);
  });
  engine.wake();
  return (await endedRuns(event.id))[0];
}

test("keep-house forgets what is old and nothing that is still needed", async () => {
  const engine = await startEngine(functions);
  const [sent, unsent] = [newId(), newId()];
  const run7 = newId();
  await systemPool().query(
    `insert into outbox (id, name, data, sent_at, created_at) values
       ($1, 'x', '{}', now() - interval '8 days', now() - interval '8 days'),
       ($2, 'x', '{}', null, now() - interval '80 days')`,
    [sent, unsent],
  );
  await systemPool().query(
    `insert into engine.events (id, name, payload, received_at) values
       ('old', 'x', '{}', now() - interval '8 days'), ('needed', 'x', '{}', now() - interval '8 days')`,
  );
  await systemPool().query(
    `insert into engine.runs (id, function_id, event_id, status, score, keys, limits, ended_at) values
       ($1, 'f', 'old', 'completed', now(), '{}', '{}', now() - interval '8 days'),
       ($2, 'f', 'needed', 'running', now(), '{}', '{}', null)`,
    [run7, newId()],
  );
  await systemPool().query(
    `insert into gate.oauth_states (state_hash, workspace_id, integration_id, provider, redirect_uri, sealed, expires_at)
     values ('\\x01', $1, $1, 'x', 'x', 'x', now() - interval '2 days'), ('\\x02', $1, $1, 'x', 'x', 'x', now())`,
    [newId()],
  );
  expect(await run(engine, "connectus-keep-house")).toMatchObject({
    status: "completed",
    output: { "engine runs": 1, "engine events": 1, "sent outbox rows": 1, "oauth states": 1 },
  });
  const left = await systemPool().query("select id from outbox");
  expect(left.rows).toEqual([{ id: unsent }]);
});

test("make-partitions makes a missing month again", async () => {
  const engine = await startEngine(functions);
  const owner = new pg.Client({ connectionString: database.owner });
  await owner.connect();
  const { rows } = await owner.query<{ name: string }>(
    "select max(inhrelid::regclass::text) as name from pg_inherits where inhparent = 'logs'::regclass",
  );
  await owner.query(`drop table ${rows[0]?.name}`);
  await owner.end();
  expect(await run(engine, "connectus-make-partitions")).toMatchObject({
    status: "completed",
    output: { made: 1 },
  });
});
