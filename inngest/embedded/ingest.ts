import type pg from "pg";
import { matches } from "./expressions";
import { seedRuns } from "./match";
import type { CancelRule, Registry } from "./registry";
import { cancelRun, fulfilStep } from "./runs";
import type { EngineEvent, RunSeed } from "./types";

/**
 * Stores events with all they cause (runs, ended waits, cancellations) in the caller's transaction. An event whose id
 * is known already causes nothing. Returns how many runs were started.
 */
export async function ingest(
  client: pg.ClientBase,
  registry: Registry,
  events: EngineEvent[],
): Promise<number> {
  const fresh = await storeEvents(client, events);
  if (!fresh.length) return 0;
  await cancelByEvents(client, registry, fresh);
  await endWaits(client, fresh);
  return storeRuns(
    client,
    fresh.flatMap((event) => seedRuns(registry, event)),
  );
}

export async function storeEvents(client: pg.ClientBase, events: EngineEvent[]): Promise<EngineEvent[]> {
  const { rows } = await client.query<{ id: string }>(
    `insert into engine.events (id, name, payload)
     select e.id, e.name, e.payload::json from unnest($1::text[], $2::text[], $3::text[]) as e(id, name, payload)
     on conflict (id) do nothing returning id`,
    [
      events.map((event) => event.id),
      events.map((event) => event.name),
      events.map((event) => JSON.stringify(event)),
    ],
  );
  const ids = new Set(rows.map((row) => row.id));
  return events.filter((event) => ids.delete(event.id));
}

/** The idempotency key decides inside the statement, so two workers cannot both start a run for it. */
export async function storeRuns(client: pg.ClientBase, seeds: RunSeed[]): Promise<number> {
  const once = withoutRepeats(seeds);
  if (!once.length) return 0;
  const { rowCount } = await client.query(
    `with seed as (
       select * from json_to_recordset($1) as s("id" uuid, "functionId" text, "eventId" text, "priority" float8,
         "keys" text[], "limits" int[], "idempotencyKey" text, "startWithinMs" float8, "parent" json)
     ), first as (
       insert into engine.idempotency as known (function_id, key, run_id, expires_at)
       select "functionId", "idempotencyKey", "id", now() + interval '24 hours'
       from seed where "idempotencyKey" is not null
       on conflict (function_id, key) do update set run_id = excluded.run_id, expires_at = excluded.expires_at
         where known.expires_at <= now()
       returning run_id
     ), run as (
       insert into engine.runs (id, function_id, event_id, status, score, keys, limits, parent_run_id, parent_hash, deadline)
       select "id", "functionId", "eventId", 'queued', now() - "priority" * interval '1 second', "keys", "limits",
         ("parent"->>'runId')::uuid, "parent"->>'hash', now() + "startWithinMs" * interval '1 millisecond'
       from seed where "idempotencyKey" is null or "id" in (select run_id from first)
       returning id, score, keys, limits
     )
     insert into engine.queue (run_id, kind, state, score, keys, limits)
     select id, 'run', 'ready', score, keys, limits from run`,
    [JSON.stringify(once)],
  );
  return rowCount ?? 0;
}

// One statement cannot take the same key twice; the first of a batch wins, as it would one by one.
function withoutRepeats(seeds: RunSeed[]): RunSeed[] {
  const seen = new Set<string>();
  return seeds.filter((seed) => {
    if (seed.idempotencyKey === null) return true;
    const key = `${seed.functionId}\n${seed.idempotencyKey}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

async function endWaits(client: pg.ClientBase, events: EngineEvent[]): Promise<void> {
  const { rows } = await client.query<Waiting>(
    `select w.run_id, w.step_hash, w.event_name, w.expression, e.payload as event
     from engine.waits w join engine.runs r on r.id = w.run_id join engine.events e on e.id = r.event_id
     where w.event_name = any($1) and r.ended_at is null order by w.run_id`,
    [[...new Set(events.map((event) => event.name))]],
  );
  for (const wait of rows) {
    const found = events.find(
      (event) =>
        event.name === wait.event_name && matches(wait.expression, { event: wait.event, async: event }),
    );
    if (found)
      await fulfilStep(client, wait.run_id, wait.step_hash, { state: "done", data: found, error: null });
  }
}

interface Waiting {
  run_id: string;
  step_hash: string;
  event_name: string;
  expression: string | null;
  event: EngineEvent;
}

async function cancelByEvents(
  client: pg.ClientBase,
  registry: Registry,
  events: EngineEvent[],
): Promise<void> {
  for (const event of events) {
    for (const rule of registry.cancels.get(event.name) ?? []) await cancelByRule(client, rule, event);
  }
}

async function cancelByRule(client: pg.ClientBase, rule: CancelRule, async: EngineEvent): Promise<void> {
  const { rows } = await client.query<{ id: string; event: EngineEvent }>(
    `select r.id, e.payload as event from engine.runs r join engine.events e on e.id = r.event_id
     where r.function_id = $1 and r.ended_at is null and r.event_id <> $3
       and ($2::float8 is null or r.created_at > now() - $2 * interval '1 millisecond')
     order by r.id`,
    [rule.functionId, rule.withinMs, async.id],
  );
  for (const run of rows) {
    if (matches(rule.expression, { event: run.event, async })) {
      await cancelRun(client, run.id, `cancelled by the event ${async.name}`);
    }
  }
}
