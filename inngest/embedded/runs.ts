import type pg from "pg";
import type { JobError, StepResult } from "./types";

type Ending = Pick<StepResult, "state" | "data" | "error">;

/**
 * Whoever changes a live run from outside its conductor takes this lock first. It does not stop the conductor, whose
 * inserts only need the key share of the foreign key.
 */
export async function lockRun(client: pg.ClientBase, runId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    "select from engine.runs where id = $1 and ended_at is null for no key update",
    [runId],
  );
  return rowCount === 1;
}

/** Ends a planned step from outside (timer, awaited event, invoked function) and lets its function look again. */
export async function fulfilStep(
  client: pg.ClientBase,
  runId: string,
  hash: string,
  ending: Ending,
): Promise<boolean> {
  if (!(await lockRun(client, runId))) return false;
  const { rowCount } = await client.query(
    `update engine.steps set state = $3, data = $4, error = $5, seq = nextval('engine.steps_seq_seq'), recorded_at = now()
     where run_id = $1 and hash = $2 and state = 'planned'`,
    [runId, hash, ending.state, toJson(ending.data), toJson(ending.error)],
  );
  if (!rowCount) return false;
  await client.query("delete from engine.queue where run_id = $1 and step_hash = $2", [runId, hash]);
  await client.query("delete from engine.waits where run_id = $1 and step_hash = $2", [runId, hash]);
  await wakeConductor(client, runId);
  return true;
}

/** A conductor at work is told to look again; one that waits for a retry keeps waiting. */
export async function wakeConductor(client: pg.ClientBase, runId: string): Promise<void> {
  await client.query(
    `update engine.queue set woken = true, state = case when state = 'parked' then 'ready' else state end
     where run_id = $1 and kind = 'run'`,
    [runId],
  );
}

export interface RunEnding {
  status: "completed" | "failed" | "cancelled";
  output: unknown;
  error: JobError | null;
}

/** Marks the run ended and takes its items out of the queue, also those at work: what they report is stale then. */
export async function closeRun(client: pg.ClientBase, runId: string, ending: RunEnding): Promise<void> {
  const { rows } = await client.query<Closed>(
    `with gone as (
       delete from engine.queue where run_id = $1 returning state, keys
     ), unwaited as (
       delete from engine.waits where run_id = $1
     ), closed as (
       update engine.runs set status = $2, output = $3, error = $4, ended_at = now()
       where id = $1 returning parent_run_id, parent_hash
     )
     select parent_run_id, parent_hash, array(
       select key from gone cross join unnest(gone.keys) as key where gone.state = 'leased') as freed from closed`,
    [runId, ending.status, toJson(ending.output), toJson(ending.error)],
  );
  const closed = rows[0];
  await unblock(client, closed?.freed ?? []);
  if (closed?.parent_run_id && closed.parent_hash) {
    const state = ending.status === "completed" ? "done" : "failed";
    const { output: data, error } = ending;
    await fulfilStep(client, closed.parent_run_id, closed.parent_hash, { state, data, error });
  }
}

interface Closed {
  parent_run_id: string | null;
  parent_hash: string | null;
  /** Keys of the items that were at work. */
  freed: string[];
}

export async function cancelRun(client: pg.ClientBase, runId: string, reason: string): Promise<boolean> {
  if (!(await lockRun(client, runId))) return false;
  await closeRun(client, runId, {
    status: "cancelled",
    output: null,
    error: { name: "Cancelled", message: reason },
  });
  return true;
}

/** One place of each key became free: the next item of that key may go. */
export async function unblock(client: Pick<pg.ClientBase, "query">, keys: string[]): Promise<void> {
  if (!keys.length) return;
  await client.query(
    `update engine.queue set state = 'ready', blocked_by = null where id in (
       select next.id from unnest($1::text[]) as freed(key) cross join lateral (
         select q.id from engine.queue q where q.state = 'blocked' and q.blocked_by = freed.key
         order by q.score, q.id limit 1 for update skip locked) next)`,
    [keys],
  );
}

export function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
