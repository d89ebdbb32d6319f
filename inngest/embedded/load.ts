import type pg from "pg";
import type { RunState } from "./types";

/** A live run with its event and steps in order of completion; null when it has ended. */
export async function loadRun(pool: pg.Pool, runId: string): Promise<RunState | null> {
  const { rows } = await pool.query<RunState>(
    `select r.id, r.function_id as "functionId", r.status, e.payload as event,
       r.parent_run_id as "parentRunId", r.parent_hash as "parentHash",
       coalesce(r.deadline < now(), false) as late,
       coalesce((select json_agg(json_build_object('hash', s.hash, 'state', s.state, 'data', s.data, 'error', s.error, 'op', s.op)
         order by s.seq) from engine.steps s where s.run_id = r.id), '[]') as steps
     from engine.runs r join engine.events e on e.id = r.event_id
     where r.id = $1 and r.ended_at is null`,
    [runId],
  );
  return rows[0] ?? null;
}

/**
 * The run has begun; from here on the deadline is the one for finishing. Not worth a wait for the disk before the
 * first step: forgotten in a crash, it is simply marked again.
 */
export async function markStarted(
  pool: pg.Pool,
  runId: string,
  finishWithinMs: number | null,
): Promise<void> {
  await pool.query(
    `with quick as (select set_config('synchronous_commit', 'off', true))
     update engine.runs set status = 'running', started_at = now(),
       deadline = now() + $2::float8 * interval '1 millisecond'
     from quick where id = $1 and status = 'queued'`,
    [runId, finishWithinMs],
  );
}
