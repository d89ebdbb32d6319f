import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { isOutage } from "@/lib/db/outage";
import { withSystem } from "@/lib/db/transaction";
import { log } from "@/lib/log";

const patienceMs = [50, 100, 200, 400, 800, 1600, 3200];

/**
 * Writes back what was done, also over a short outage of the database. Trying again is safe: when the first try did
 * commit unseen, the second finds the lease gone or its rows there already.
 */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (const waitMs of patienceMs) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error)) throw error;
      log.warn({ err: String(error) }, "the engine could not write to the database; trying again");
      await delay(waitMs);
    }
  }
  return work();
}

export function persistInTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return persist(() => withSystem((tx) => work(tx.client)));
}
