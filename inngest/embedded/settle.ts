import type pg from "pg";
import { closeRun, lockRun, type RunEnding, toJson, unblock, wakeConductor } from "./runs";
import type { PlannedStep, QueueItem, StepResult } from "./types";

/**
 * Everything a worker writes back about an item it leased. Each statement hangs on "this item still carries my token":
 * a worker that was stopped past its lease finds no such row and changes nothing.
 */
export type Next =
  /** The same worker goes straight on. */
  | { kind: "continue" }
  /** Somebody else may go on. */
  | { kind: "release" }
  /** Sleep until a planned step ends. */
  | { kind: "park" }
  | { kind: "retry"; inMs: number };

export interface Settled {
  /** False: the lease was lost and nothing was written. */
  mine: boolean;
  /** True: the item is still leased to us and is to be gone on with. */
  goOn: boolean;
  /** Hashes of the planned steps that were new. */
  planned: string[];
}

const stale: Settled = { mine: false, goOn: false, planned: [] };

export interface ConductorReport {
  done: StepResult[];
  planned: PlannedStep[];
  next: Next;
}

/** One statement: step results, new items and the conductor's next state, or nothing at all. */
export async function settleConductor(
  client: Pick<pg.ClientBase, "query">,
  item: QueueItem,
  report: ConductorReport,
  leaseMs: number,
): Promise<Settled> {
  const { rows } = await client.query<{ state: string; keys: string[]; planned: string[] | null }>(
    conductorSql,
    [
      item.id,
      item.leaseToken,
      report.next.kind,
      report.next.kind === "retry" ? report.next.inMs : 0,
      leaseMs,
      JSON.stringify(report.planned.map(toPlannedRow)),
      report.done.map((step) => step.hash),
      report.done.map((step) => step.name),
      report.done.map((step) => step.op),
      report.done.map((step) => step.state),
      report.done.map((step) => toJson(step.data)),
      report.done.map((step) => toJson(step.error)),
    ],
  );
  const row = rows[0];
  if (!row) return stale;
  const goOn = row.state === "leased";
  if (!goOn) await unblock(client, row.keys);
  return { mine: true, goOn, planned: row.planned ?? [] };
}

// Results travel as text: json_to_recordset would unescape them and trip over \\u0000.
const conductorSql = `with mine as (
  update engine.queue set
    state = case $3::text when 'retry' then 'waiting' when 'release' then 'ready'
      when 'park' then case when woken then 'leased' else 'parked' end else 'leased' end,
    run_at = case when $3 = 'retry' then now() + $4::float8 * interval '1 millisecond' else run_at end,
    attempt = case when $3 = 'retry' then attempt + 1 else 0 end,
    losses = 0,
    lease_token = case when $3 = 'continue' or ($3 = 'park' and woken) then lease_token end,
    lease_until = case when $3 = 'continue' or ($3 = 'park' and woken) then now() + $5::float8 * interval '1 millisecond' end,
    woken = false
  where id = $1 and lease_token = $2 and state = 'leased'
  returning run_id, state, keys, limits, score
), done as (
  insert into engine.steps (run_id, hash, name, op, state, data, error)
  select m.run_id, d.hash, d.name, d.op, d.state, d.data::json, d.error::json
  from mine m, unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
    as d(hash, name, op, state, data, error)
  on conflict do nothing
), given as (
  select * from json_to_recordset($6) as p(hash text, name text, op text, kind text, counted boolean,
    due_at timestamptz, event_name text, expression text)
), planned as (
  insert into engine.steps (run_id, hash, name, op, state, batch)
  select m.run_id, g.hash, g.name, g.op, 'planned', case when g.counted then pg_current_xact_id()::text::bigint end
  from mine m, given g
  on conflict do nothing returning hash
), item as (
  insert into engine.queue (run_id, kind, step_hash, state, score, run_at, keys, limits)
  select m.run_id, g.kind, g.hash, case g.kind when 'step' then 'ready' else 'waiting' end, m.score,
    coalesce(g.due_at, now()),
    case g.kind when 'step' then m.keys else '{}' end, case g.kind when 'step' then m.limits else '{}' end
  from mine m, given g join planned p on p.hash = g.hash
  where g.kind = 'step' or g.due_at is not null
), wait as (
  insert into engine.waits (run_id, step_hash, event_name, expression)
  select m.run_id, g.hash, g.event_name, g.expression
  from mine m, given g join planned p on p.hash = g.hash where g.event_name is not null
)
select state, keys, (select array_agg(hash) from planned) as planned from mine`;

function toPlannedRow(step: PlannedStep) {
  return {
    hash: step.hash,
    name: step.name,
    op: step.op,
    kind: step.kind,
    counted: step.counted,
    due_at: step.dueAt?.toISOString() ?? null,
    event_name: step.wait?.eventName ?? null,
    expression: step.wait?.expression ?? null,
  };
}

/** A planned step ended. Its function looks again once the last step that was planned together with it has ended. */
export async function settleStep(
  client: pg.ClientBase,
  item: QueueItem,
  ending: Pick<StepResult, "state" | "data" | "error">,
): Promise<Settled> {
  if (!(await lockRun(client, item.runId))) return stale;
  const { rows } = await client.query<{ keys: string[]; others: number }>(
    `with gone as (
       delete from engine.queue where id = $1 and lease_token = $2 and state = 'leased' returning run_id, step_hash, keys
     ), ended as (
       update engine.steps s set state = $3, data = $4, error = $5, seq = nextval('engine.steps_seq_seq'), recorded_at = now()
       from gone g where s.run_id = g.run_id and s.hash = g.step_hash and s.state = 'planned'
       returning s.batch
     ), unwaited as (
       delete from engine.waits w using gone g where w.run_id = g.run_id and w.step_hash = g.step_hash
     )
     select g.keys, (select count(*) from engine.steps s, ended where s.run_id = g.run_id and s.hash <> g.step_hash
       and s.state = 'planned' and s.batch = ended.batch) as others
     from gone g`,
    [item.id, item.leaseToken, ending.state, toJson(ending.data ?? null), toJson(ending.error)],
  );
  const row = rows[0];
  if (!row) return stale;
  await unblock(client, row.keys);
  if (row.others === 0) await wakeConductor(client, item.runId);
  return { mine: true, goOn: false, planned: [] };
}

/** A planned step failed and is tried again later. */
export async function retryStep(
  client: Pick<pg.ClientBase, "query">,
  item: QueueItem,
  inMs: number,
): Promise<Settled> {
  const { rows } = await client.query<{ keys: string[] }>(
    `update engine.queue set state = 'waiting', run_at = now() + $3 * interval '1 millisecond', attempt = attempt + 1,
       losses = 0, lease_token = null, lease_until = null
     where id = $1 and lease_token = $2 and state = 'leased' returning keys`,
    [item.id, item.leaseToken, inMs],
  );
  const row = rows[0];
  if (!row) return stale;
  await unblock(client, row.keys);
  return { mine: true, goOn: false, planned: [] };
}

/** Ends the run of a leased item, if it is still leased to us. */
export async function endRun(client: pg.ClientBase, item: QueueItem, ending: RunEnding): Promise<boolean> {
  if (!(await lockRun(client, item.runId))) return false;
  const { rows } = await client.query<{ keys: string[] }>(
    "delete from engine.queue where id = $1 and lease_token = $2 and state = 'leased' returning keys",
    [item.id, item.leaseToken],
  );
  const row = rows[0];
  if (!row) return false;
  await closeRun(client, item.runId, ending);
  await unblock(client, row.keys);
  return true;
}
