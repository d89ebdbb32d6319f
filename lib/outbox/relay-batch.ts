import type pg from "pg";
import { isOutage } from "../db/outage";
import { withSystem } from "../db/transaction";
import { log } from "../log";

export interface OutboxEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
  /** Milliseconds since 1970. */
  ts: number;
}

/**
 * Hands events on, at least once. With the embedded engine it stores them through `client`, in the transaction that
 * marks the rows as sent. Throws `ReceiverDown` when nobody can be reached, anything else when an event is refused.
 */
export type Deliver = (events: OutboxEvent[], client: pg.ClientBase) => Promise<void>;

export class ReceiverDown extends Error {
  override readonly name = "ReceiverDown";
}

export const batchSize = 100;
const longestPauseS = 3600;

/** Sends the oldest unsent rows, up to a batch. Returns how many were looked at. */
export async function relayBatch(deliver: Deliver): Promise<number> {
  try {
    return await send(deliver, batchSize);
  } catch (error) {
    if (isOutage(error) || error instanceof ReceiverDown) throw error;
    log.warn({ err: String(error) }, "a batch of events was refused; sending them one by one");
  }
  return sendOneByOne(deliver);
}

async function sendOneByOne(deliver: Deliver): Promise<number> {
  for (let looked = 0; looked < batchSize; looked += 1) {
    let first: OutboxEvent | undefined;
    const remember: Deliver = (events, client) => {
      first = events[0];
      return deliver(events, client);
    };
    try {
      if (!(await send(remember, 1))) return looked;
    } catch (error) {
      if (isOutage(error) || error instanceof ReceiverDown || !first) throw error;
      await park(first, error);
    }
  }
  return batchSize;
}

function send(deliver: Deliver, limit: number): Promise<number> {
  return withSystem(async (tx) => {
    // A commit lost with the database loses both sides: the rows are unsent again.
    await tx.client.query("set local synchronous_commit = off");
    const { rows } = await tx.client.query<{
      id: string;
      name: string;
      data: Record<string, unknown>;
      created_at: Date;
    }>(
      `select id, name, data, created_at from outbox
       where sent_at is null and (retry_at is null or retry_at <= now())
       order by id limit $1 for update skip locked`,
      [limit],
    );
    if (!rows.length) return 0;
    const events = rows.map(({ id, name, data, created_at }) => ({
      id,
      name,
      data,
      ts: created_at.getTime(),
    }));
    await deliver(events, tx.client);
    await tx.client.query("update outbox set sent_at = now(), last_error = null where id = any($1::uuid[])", [
      rows.map((row) => row.id),
    ]);
    return rows.length;
  });
}

/** A row that is refused by itself waits, longer each time; the others go past it. It is never thrown away. */
async function park(event: OutboxEvent, cause: unknown): Promise<void> {
  const message = (cause instanceof Error ? cause.message : String(cause)).slice(0, 500);
  log.error({ event: event.id, name: event.name, err: message }, "an event was refused and is parked");
  await withSystem((tx) =>
    tx.client.query(
      `update outbox set attempts = attempts + 1, last_error = $2,
         retry_at = now() + least(5 * power(2, least(attempts, 20)), $3) * interval '1 second'
       where id = $1`,
      [event.id, message, longestPauseS],
    ),
  );
}
