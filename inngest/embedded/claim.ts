import type pg from "pg";
import { type Candidate, grant } from "./places";
import { unblock } from "./runs";
import type { QueueItem } from "./types";

export interface Claim {
  items: QueueItem[];
  /** Ready items are left, for want of a free place here. */
  more: boolean;
  /** Items moved in the queue such that another look may find something at once. */
  again: boolean;
  /** Milliseconds until the next waiting item is due; null when none waits. */
  nextInMs: number | null;
}

const claimLock = 7203442;
/** A step that took this many workers down with it is not tried again. */
export const maxLosses = 20;

/**
 * Leases up to `free` items, oldest score first, never more of one concurrency key than its limit. The lock orders the
 * claims of all workers, so that two of them cannot both count the same free place. A claim that a crash of the
 * database forgets only means that the item is claimed again, hence no wait for the disk.
 */
export async function claim(pool: pg.Pool, free: number, leaseMs: number): Promise<Claim> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const look = Math.max(64, free * 4);
    const [candidates, busy, nextInMs] = await lookAtQueue(client, look);
    const { granted, blocked, spare } = grant(candidates, busy, free);
    const items = granted.length || blocked.length ? await lease(client, granted, blocked, leaseMs) : [];
    await unblock(client, spare);
    await client.query("commit");
    const left = candidates.length - granted.length - blocked.length;
    const full = candidates.length === look && granted.length < free;
    return { items, more: left > 0, again: full || spare.length > 0, nextInMs };
  } catch (error) {
    await client.query("rollback").catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** One round trip: what became ready, the candidates, the places taken per key, and when the next item is due. */
async function lookAtQueue(
  client: pg.PoolClient,
  look: number,
): Promise<[Candidate[], Map<string, number>, number | null]> {
  const results = (await client.query(`begin;
set local synchronous_commit = off;
select pg_advisory_xact_lock(${claimLock});
update engine.queue set state = 'ready', lease_token = null, lease_until = null, losses = losses + 1
  where state = 'leased' and lease_until < now();
update engine.queue set state = 'ready' where state = 'waiting' and run_at <= now();
select id, keys, limits from engine.queue where state = 'ready'
  order by score, id limit ${Math.trunc(look)} for update skip locked;
select key, count(*) as places from engine.queue q cross join unnest(q.keys) as key where q.state = 'leased' group by key;
select extract(epoch from min(run_at) - now()) * 1000 as next_in_ms from engine.queue where state = 'waiting'`)) as unknown as pg.QueryResult[];
  const [ready, taken, next] = results.slice(-3).map(({ rows }) => rows);
  const nextInMs = next?.[0]?.next_in_ms;
  return [
    (ready ?? []) as Candidate[],
    new Map((taken ?? []).map((row) => [String(row.key), Number(row.places)])),
    nextInMs === null || nextInMs === undefined ? null : Math.max(0, Number(nextInMs)),
  ];
}

async function lease(
  client: pg.PoolClient,
  granted: Candidate[],
  blocked: { id: number; key: string }[],
  leaseMs: number,
): Promise<QueueItem[]> {
  const { rows } = await client.query<QueueItem>(
    `with stopped as (
       update engine.queue q set state = 'blocked', blocked_by = b.key
       from unnest($3::bigint[], $4::text[]) as b(id, key) where q.id = b.id
     ), leased as (
       update engine.queue set state = 'leased', lease_token = gen_random_uuid(),
         lease_until = now() + $2::float8 * interval '1 millisecond'
       where id = any($1::bigint[]) returning *
     )
     select id, run_id as "runId", kind, step_hash as "stepHash", attempt, losses, lease_token as "leaseToken"
     from leased order by score, id`,
    [granted.map(({ id }) => id), leaseMs, blocked.map(({ id }) => id), blocked.map(({ key }) => key)],
  );
  return rows;
}

/** Extends leases; returns the tokens that are still ours. */
export async function heartbeat(pool: pg.Pool, tokens: string[], leaseMs: number): Promise<Set<string>> {
  const { rows } = await pool.query<{ lease_token: string }>(
    `update engine.queue set lease_until = now() + $2 * interval '1 millisecond'
     where state = 'leased' and lease_token = any($1::uuid[]) returning lease_token`,
    [tokens, leaseMs],
  );
  return new Set(rows.map((row) => row.lease_token));
}

/** Gives items back at once, for a worker that stops; what they might still report is stale from here on. */
export async function release(pool: pg.Pool, tokens: string[]): Promise<void> {
  await pool.query(
    `update engine.queue set state = 'ready', lease_token = null, lease_until = null
     where state = 'leased' and lease_token = any($1::uuid[])`,
    [tokens],
  );
}

/** Mends what a crash at the wrong moment left behind: blocked items although their key has a free place. */
export async function freeBlocked(pool: pg.Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `with busy as (
       select key, count(*) as places from engine.queue q cross join unnest(q.keys) as key
       where q.state = 'leased' group by key
     ), line as (
       select q.id, q.blocked_by, q.limits[array_position(q.keys, q.blocked_by)] as allowed,
         row_number() over (partition by q.blocked_by order by q.score, q.id) as number
       from engine.queue q where q.state = 'blocked'
     )
     update engine.queue q set state = 'ready', blocked_by = null
     from line left join busy on busy.key = line.blocked_by
     where q.id = line.id and q.state = 'blocked' and line.number + coalesce(busy.places, 0) <= line.allowed`,
  );
  return rowCount ?? 0;
}
