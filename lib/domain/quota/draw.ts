import "server-only";
import { appPool } from "@/lib/db/client";
import { type DrawClass, type QuotaWindow, reservedShare } from "./policy";

export interface Drawn {
  granted: number;
  /** Seconds until a draw can succeed; 0 when something was granted. */
  waitS: number;
  /** The window that said no. */
  window: string | null;
}

/**
 * A window's row holds what is left (`tokens`) since `updated_at`; it is full again `capacity / refill_per_s` seconds
 * later. All windows of the bucket give the same number of calls or none, in one statement; `missing` ones are made
 * first. The clock is read after the lock: a wait in the queue must not count as time that has not passed.
 */
const drawSql = `
with wanted as (
  select * from unnest($2::text[], $3::int[], $4::float8[]) as w("window", capacity, per_s)
), held as (
  select * from gate.quota_windows where bucket = $1 order by "window" for update
), clock as (
  select clock_timestamp() as at, max(blocked_until) as blocked_until from held
), state as (
  select w."window", w.capacity, w.per_s, h.bucket is null as missing, c.at,
    h.updated_at + make_interval(secs => w.per_s) <= c.at as over,
    greatest(0, h.tokens + w.capacity - h.capacity) as left_over, h.updated_at as since
  from wanted w cross join clock c left join held h on h."window" = w."window"
), free as (
  select *, case when over then capacity else left_over end as tokens,
    floor((case when over then capacity else left_over end) - least(capacity - 1, floor(capacity * $6::float8))) as free,
    extract(epoch from (since + make_interval(secs => per_s) - at)) as full_in_s
  from state
), answer as (
  select bool_or(missing) as missing,
    greatest(extract(epoch from (min(c.blocked_until) - min(c.at))), 0) as blocked_s,
    case when bool_or(missing) or min(c.blocked_until) > min(c.at) then 0
      else greatest(0, least($5::int, min(free))) end::int as granted,
    max(case when free < 1 then full_in_s else 0 end) as full_in_s,
    (array_agg("window" order by case when free < 1 then full_in_s else 0 end desc))[1] as "window"
  from free cross join clock c
), stored as (
  update gate.quota_windows q set capacity = f.capacity, tokens = f.tokens - a.granted,
    refill_per_s = f.capacity / f.per_s, updated_at = case when f.over then f.at else f.since end
  from free f, answer a
  where q.bucket = $1 and q."window" = f."window" and a.granted > 0
  returning 1
)
select missing, granted, greatest(blocked_s, full_in_s) as wait_s,
  case when blocked_s > full_in_s then 'platform' else "window" end as "window",
  (select count(*) from stored) as stored
from answer`;

const makeSql = `
insert into gate.quota_windows (bucket, "window", capacity, tokens, refill_per_s, updated_at)
select $1, w, c, c, c / p, clock_timestamp() from unnest($2::text[], $3::int[], $4::float8[]) as t(w, c, p) order by w
on conflict do nothing`;

interface Answer {
  missing: boolean;
  granted: number;
  wait_s: string | number;
  window: string;
}

/** Takes up to `count` calls from every window of the bucket at once. */
export async function draw(
  bucket: string,
  windows: readonly QuotaWindow[],
  count: number,
  drawClass: DrawClass,
): Promise<Drawn> {
  if (windows.length === 0) return { granted: count, waitS: 0, window: null };
  const rows = [
    bucket,
    windows.map((window) => window.name),
    windows.map((window) => window.limit),
    windows.map((window) => window.perSeconds),
  ];
  const ask = async () =>
    (await appPool().query<Answer>(drawSql, [...rows, count, reservedShare[drawClass]])).rows[0];
  let answer = await ask();
  if (answer?.missing) {
    await appPool().query(makeSql, rows);
    answer = await ask();
  }
  if (!answer || answer.missing) throw new Error("the windows of a bucket vanished while drawing");
  if (answer.granted > 0) return { granted: answer.granted, waitS: 0, window: null };
  return { granted: 0, waitS: Math.max(0.05, Number(answer.wait_s)), window: answer.window };
}

/** The platform said no: nobody draws before. Never shortens an earlier, longer wait. */
export async function blockUntil(bucket: string, window: string, seconds: number): Promise<void> {
  await appPool().query(
    `insert into gate.quota_windows as q (bucket, "window", capacity, tokens, refill_per_s, blocked_until)
     values ($1, $2, 1, 1, 1, clock_timestamp() + make_interval(secs => $3))
     on conflict (bucket, "window") do update set blocked_until = greatest(q.blocked_until, excluded.blocked_until)`,
    [bucket, window, Math.min(Math.max(seconds, 0), 86_400)],
  );
}

export interface SeenQuota {
  window: string;
  limit: number;
  remaining: number;
  resetS: number;
}

/** What the platform's headers say. A used-up window blocks until its reset; others are kept for display. */
export async function noteSeenQuota(bucket: string, seen: readonly SeenQuota[]): Promise<void> {
  if (seen.length === 0) return;
  await appPool().query(
    `insert into gate.quota_windows as q (bucket, "window", capacity, tokens, refill_per_s, updated_at, blocked_until)
     select $1, 'seen ' || s.w, s.l, s.r, s.l / greatest(s.reset, 0.001), clock_timestamp(),
       case when s.r <= 0 then clock_timestamp() + make_interval(secs => s.reset) end
     from unnest($2::text[], $3::int[], $4::int[], $5::float8[]) as s(w, l, r, reset) order by s.w
     on conflict (bucket, "window") do update set capacity = excluded.capacity, tokens = excluded.tokens,
       refill_per_s = excluded.refill_per_s, updated_at = excluded.updated_at,
       blocked_until = greatest(q.blocked_until, excluded.blocked_until)`,
    [
      bucket,
      seen.map((one) => one.window),
      seen.map((one) => one.limit),
      seen.map((one) => one.remaining),
      seen.map((one) => one.resetS),
    ],
  );
}
