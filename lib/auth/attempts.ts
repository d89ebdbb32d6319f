import "server-only";
import { sql } from "drizzle-orm";
import { sha256 } from "@/lib/crypto/hash";
import { type Tx, withGate } from "@/lib/db/transaction";

export interface AttemptRule {
  /** Attempts within the window before the bucket closes. */
  limit: number;
  windowS: number;
  /**
   * Closes the bucket for this long at the limit, twice as long at each further attempt, at most `windowS`.
   * Without it the bucket stays closed until its window ends.
   */
  delayS?: number;
}

export type Taken = { ok: true; remaining: number; resetS: number } | { ok: false; retryAfterS: number };

/**
 * Counts one attempt before it is made: many at once cannot slip through, since each waits for the bucket's row.
 */
export function takeAttempt(bucket: string, rule: AttemptRule, now: Date): Promise<Taken> {
  return withGate((tx) => takeAttemptIn(tx, bucket, rule, now));
}

export async function takeAttemptIn(tx: Tx, bucket: string, rule: AttemptRule, now: Date): Promise<Taken> {
  const key = sha256(bucket);
  const at = sql`${now.toISOString()}::timestamptz`;
  const windowEnd = sql`${at} + make_interval(secs => ${rule.windowS})`;
  const over = sql`(a.window_ends_at <= ${at})`;
  const count = sql`(case when ${over} then 1 else a.count + 1 end)`;
  const open = rule.delayS === undefined ? sql`(${over} or a.count < ${rule.limit})` : notBlocked(at);
  const blocked = (n: ReturnType<typeof sql>) =>
    rule.delayS === undefined ? sql`null` : delayUntil(n, at, rule);
  const { rows } = await tx.execute<{ count: number; reset_s: number }>(sql`
    insert into gate.attempts as a (bucket, count, window_ends_at, blocked_until)
    values (${key}, 1, ${windowEnd}, ${blocked(sql`1`)})
    on conflict (bucket) do update set
      count = ${count},
      window_ends_at = case when ${over} or ${rule.delayS !== undefined} then ${windowEnd} else a.window_ends_at end,
      blocked_until = ${blocked(count)}
    where ${open}
    returning count, extract(epoch from window_ends_at - ${at})::float8 as reset_s`);
  const row = rows[0];
  if (!row) return { ok: false, retryAfterS: await waitS(tx, key, at) };
  return { ok: true, remaining: Math.max(0, rule.limit - row.count), resetS: Math.ceil(row.reset_s) };
}

/** After a success: the bucket forgets. */
export async function forgetAttempts(tx: Tx, bucket: string): Promise<void> {
  await tx.execute(sql`delete from gate.attempts where bucket = ${sha256(bucket)}`);
}

/** After a success in a bucket that others share: only this attempt is taken back. */
export async function returnAttempt(tx: Tx, bucket: string): Promise<void> {
  await tx.execute(
    sql`update gate.attempts set count = count - 1 where bucket = ${sha256(bucket)} and count > 0`,
  );
}

function notBlocked(at: ReturnType<typeof sql>) {
  return sql`(a.blocked_until is null or a.blocked_until <= ${at})`;
}

function delayUntil(count: ReturnType<typeof sql>, at: ReturnType<typeof sql>, rule: AttemptRule) {
  const seconds = sql`least(${rule.windowS}::float8, ${rule.delayS}::float8 * power(2, least(${count} - ${rule.limit}, 30)))`;
  return sql`case when ${count} >= ${rule.limit} then ${at} + make_interval(secs => ${seconds}) end`;
}

async function waitS(tx: Tx, key: Buffer, at: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await tx.execute<{ wait_s: number }>(sql`
    select extract(epoch from coalesce(blocked_until, window_ends_at) - ${at})::float8 as wait_s
    from gate.attempts where bucket = ${key}`);
  return Math.max(1, Math.ceil(rows[0]?.wait_s ?? 1));
}
