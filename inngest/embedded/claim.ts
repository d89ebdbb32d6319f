import type pg from "pg";
import type { QueueItem } from "./types";

export interface Claim {
  items: QueueItem[];
  /** Items that were looked at; fewer than asked for means that the queue has nothing more that is ready. */
  seen: number;
  /** Milliseconds until the next waiting item is due; null when none waits. */
  nextInMs: number | null;
}

const claimLock = 7203442;
/** A step that took this many workers down with it is not tried again. */
export const maxLosses = 20;

/**
 * Leases up to `free` items, oldest score first, never more of one concurrency key than its limit. The lock orders the
 * claims of all workers, so that two of them cannot both count the same free place. One round trip; a claim that a
 * crash of the database forgets only means that the item is claimed again, hence no wait for the disk.
 */
export async function claim(pool: pg.Pool, free: number, leaseMs: number): Promise<Claim> {
  const look = Math.max(64, free * 4);
  const results = (await pool.query(claimSql(Math.trunc(free), look, Math.trunc(leaseMs)))) as unknown as {
    rows: Record<string, unknown>[];
  }[];
  const claimed = results.at(-3)?.rows ?? [];
  const next = results.at(-2)?.rows[0]?.next_in_ms;
  return {
    items: claimed.filter((row) => row.id !== null).map(toItem),
    seen: Number(claimed[0]?.seen ?? 0),
    nextInMs: next === null || next === undefined ? null : Math.max(0, Number(next)),
  };
}

function toItem(row: Record<string, unknown>): QueueItem {
  return {
    id: Number(row.id),
    runId: String(row.run_id),
    kind: row.kind as QueueItem["kind"],
    stepHash: row.step_hash === null ? null : String(row.step_hash),
    attempt: Number(row.attempt),
    losses: Number(row.losses),
    leaseToken: String(row.lease_token),
  };
}

function claimSql(free: number, look: number, leaseMs: number): string {
  return `begin;
set local synchronous_commit = off;
select pg_advisory_xact_lock(${claimLock});
update engine.queue set state = 'ready', lease_token = null, lease_until = null, losses = losses + 1
  where state = 'leased' and lease_until < now();
update engine.queue set state = 'ready' where state = 'waiting' and run_at <= now();
with candidate as (
  select id, keys, limits, score from engine.queue where state = 'ready'
  order by score, id limit ${look} for update skip locked
), busy as (
  select key, count(*) as places from engine.queue q cross join unnest(q.keys) as key
  where q.state = 'leased' group by key
), place as (
  select c.id, k.key, k.allowed,
    coalesce(b.places, 0) + row_number() over (partition by k.key order by c.score, c.id) as number
  from candidate c cross join unnest(c.keys, c.limits) as k(key, allowed) left join busy b on b.key = k.key
), refused as (
  select distinct on (id) id, key from place where number > allowed order by id, key
), granted as (
  select id from candidate where id not in (select id from refused) order by score, id limit ${free}
), stopped as (
  update engine.queue q set state = 'blocked', blocked_by = r.key from refused r where q.id = r.id
), leased as (
  update engine.queue q set state = 'leased', lease_token = gen_random_uuid(),
    lease_until = now() + interval '${leaseMs} milliseconds'
  from granted g where q.id = g.id
  returning q.id, q.run_id, q.kind, q.step_hash, q.attempt, q.losses, q.lease_token, q.score
)
select l.*, c.seen from (select count(*) as seen from candidate) c left join leased l on true order by l.score, l.id;
select extract(epoch from min(run_at) - now()) * 1000 as next_in_ms from engine.queue where state = 'waiting';
commit`;
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
