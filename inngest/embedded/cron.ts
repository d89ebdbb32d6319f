import type pg from "pg";
import { lastDueTick, nextTick } from "./cron-pattern";
import { derivedId } from "./derived-id";
import { storeEvents, storeRuns } from "./ingest";
import { seedRun } from "./match";
import { persistInTransaction } from "./persist";
import type { CronTrigger, Registry } from "./registry";

/**
 * Starts the functions whose tick has come. The row (function, cron, tick) is unique, so that of several workers one
 * starts it; ticks missed while nothing ran are made up for by a single run. Returns how many runs were started.
 */
export async function fireTicks(registry: Registry, now: Date): Promise<number> {
  if (!registry.crons.length) return 0;
  return persistInTransaction(async (client) => {
    const { rows } = await client.query<{ function_id: string; cron: string; tick_at: Date | null }>(
      `select c.function_id, c.cron, (
         select max(t.tick_at) from engine.cron_ticks t where t.function_id = c.function_id and t.cron = c.cron
       ) as tick_at from unnest($1::text[], $2::text[]) as c(function_id, cron)`,
      [registry.crons.map(({ functionId }) => functionId), registry.crons.map(({ cron }) => cron)],
    );
    const last = new Map(rows.map((row) => [`${row.function_id}\n${row.cron}`, row.tick_at]));
    let fired = 0;
    for (const trigger of registry.crons) {
      const since = last.get(`${trigger.functionId}\n${trigger.cron}`);
      // A cron seen for the first time has missed nothing: its history begins now.
      const tick = since ? lastDueTick(trigger.cron, since, now) : now;
      if (!tick) continue;
      fired += await (since
        ? startTick(client, registry, trigger, tick)
        : beginHistory(client, trigger, tick));
    }
    return fired;
  });
}

async function beginHistory(client: pg.ClientBase, trigger: CronTrigger, now: Date): Promise<0> {
  await client.query(
    `insert into engine.cron_ticks (function_id, cron, tick_at)
     select $1, $2, $3 where not exists (select from engine.cron_ticks where function_id = $1 and cron = $2)
     on conflict do nothing`,
    [trigger.functionId, trigger.cron, now],
  );
  return 0;
}

async function startTick(
  client: pg.ClientBase,
  registry: Registry,
  trigger: CronTrigger,
  tick: Date,
): Promise<number> {
  const spec = registry.functions.get(trigger.functionId);
  if (!spec) return 0;
  const event = {
    id: derivedId("cron", trigger.functionId, trigger.cron, tick.toISOString()),
    name: "inngest/scheduled.timer",
    data: { cron: trigger.cron },
    ts: tick.getTime(),
  };
  const seed = seedRun(spec, event);
  const { rowCount } = await client.query(
    "insert into engine.cron_ticks (function_id, cron, tick_at, run_id) values ($1, $2, $3, $4) on conflict do nothing",
    [trigger.functionId, trigger.cron, tick, seed.id],
  );
  if (!rowCount) return 0;
  await storeEvents(client, [event]);
  return storeRuns(client, [seed]);
}

/** Milliseconds until the next tick of any cron; null without crons. */
export function msToNextTick(registry: Registry, now: Date): number | null {
  const waits = registry.crons
    .map(({ cron }) => nextTick(cron, now))
    .filter((tick) => tick !== null)
    .map((tick) => tick.getTime() - now.getTime());
  return waits.length ? Math.max(0, Math.min(...waits)) : null;
}
