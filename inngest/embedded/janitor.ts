import type pg from "pg";
import { freeBlocked } from "./claim";
import { persistInTransaction } from "./persist";
import { cancelRun } from "./runs";

/** Cancels runs past their deadline and frees items that a crash left blocked. Returns true when something moved. */
export async function tidy(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ id: string }>(
    "select id from engine.runs where ended_at is null and deadline < now() order by deadline limit 100",
  );
  for (const { id } of rows) {
    await persistInTransaction((client) => cancelRun(client, id, "its time was up"));
  }
  return (await freeBlocked(pool)) > 0;
}

/** How many runs are not ended yet. */
export async function countLive(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ live: number }>(
    "select count(*) as live from engine.runs where ended_at is null",
  );
  return rows[0]?.live ?? 0;
}
