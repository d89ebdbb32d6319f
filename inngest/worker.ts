import { prepareVault } from "@/lib/crypto/vault";
import { closePools, systemPool } from "@/lib/db/client";
import { isOutage } from "@/lib/db/outage";
import { syncOnStartup } from "@/lib/domain/integration/sync-on-startup";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { callWorkers } from "@/lib/outbox/nudge";
import { createRelay, type Relay } from "@/lib/outbox/relay";
import { deliverToInngest } from "@/lib/outbox/relay-inngest";
import { usesRealInngest } from "./client";
import { deliverToEngine } from "./embedded/deliver";
import { createEngine, type Engine, engineDefaults } from "./embedded/engine";
import { countLive } from "./embedded/janitor";
import { makeRegistry } from "./embedded/registry";
import { functions } from "./functions/all";

/** sysexits.h EX_CONFIG: starting again helps nothing until somebody changes the configuration. */
const exitConfig = 78;
/** Below the launcher's patience (4.5 s): what is not done by then is given back instead of waiting out its lease. */
const graceMs = 3_500;
const pulseMs = 5_000;

interface Parts {
  relay: Relay;
  engine: Engine | null;
}

async function main(): Promise<void> {
  readConfiguration();
  await reachDatabase();
  await orConfigurationError(prepareVault());
  const parts = usesRealInngest() ? await besideInngest() : await embedded();
  parts.engine?.start();
  parts.relay.start();
  const pulse = startPulse(parts.engine ? "embedded" : "inngest");
  stopOnSignal(parts, pulse);
  log.info({ engine: parts.engine ? "embedded" : "inngest", functions: functions.length }, "worker started");
  await syncOnStartup().catch((error) => log.warn({ err: message(error) }, "syncs at startup were left out"));
}

function readConfiguration(): void {
  try {
    if (!env().DATABASE_URL_SYSTEM) {
      throw new Error(
        "DATABASE_URL_SYSTEM is missing: the worker needs the login of the role connectus_system.",
      );
    }
    if (usesRealInngest() && !process.env.INNGEST_EVENT_KEY && !process.env.INNGEST_DEV) {
      throw new Error(
        "INNGEST_BASE_URL is set, INNGEST_EVENT_KEY is not: without it no event reaches Inngest.",
      );
    }
    concurrency();
  } catch (error) {
    endWith(exitConfig, error);
  }
}

function concurrency(): number {
  const given = process.env.CONNECTUS_WORKER_CONCURRENCY;
  if (!given) return engineDefaults.concurrency;
  const parsed = Number(given);
  if (Number.isInteger(parsed) && parsed >= 1 && parsed <= 500) return parsed;
  throw new Error(`CONNECTUS_WORKER_CONCURRENCY must be a whole number from 1 to 500, not "${given}".`);
}

async function embedded(): Promise<Parts> {
  const registry = await orConfigurationError(makeRegistry(functions));
  const places = concurrency();
  const engine = createEngine(registry, { concurrency: places, onCrowded: callWorkers });
  const onCall = () => {
    if (engine.busy() < places) engine.wake();
  };
  const relay = createRelay({ deliver: deliverToEngine(registry), onSent: engine.wake, onCall });
  return { relay, engine };
}

/** What the embedded engine had begun before the switch is finished by it; everything new goes to Inngest. */
async function besideInngest(): Promise<Parts> {
  const relay = createRelay({ deliver: deliverToInngest });
  const live = await countLive(systemPool());
  if (!live) return { relay, engine: null };
  log.info({ live }, "runs of the built-in engine are still open; they are finished here");
  const registry = await orConfigurationError(makeRegistry(functions));
  return { relay, engine: createEngine(registry, { concurrency: concurrency(), crons: false }) };
}

async function reachDatabase(): Promise<void> {
  try {
    await systemPool().query("select from engine.runs limit 0");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    // wrong password, no such role, no such database
    if (/^(28...|3D000)$/.test(code))
      endWith(exitConfig, `DATABASE_URL_SYSTEM does not work: ${message(error)}`);
    if (/^(42P01|3F000|42501)$/.test(code)) {
      endWith(exitConfig, "The database is not migrated for this version: run npm start, or npm run db:sql.");
    }
    endWith(1, `The database cannot be reached: ${message(error)}`);
  }
}

async function orConfigurationError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    return endWith(isOutage(error) ? 1 : exitConfig, error);
  }
}

/** What /api/health looks at. */
function startPulse(engine: string): NodeJS.Timeout {
  const startedAt = new Date().toISOString();
  const beat = () =>
    systemPool()
      .query(
        `insert into gate.instance_settings (key, value, updated_at) values ('worker', $1, now())
         on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
        [JSON.stringify({ pid: process.pid, startedAt, engine })],
      )
      .catch((error) => log.warn({ err: message(error) }, "the worker could not show that it lives"));
  void beat();
  return setInterval(beat, pulseMs);
}

function stopOnSignal({ relay, engine }: Parts, pulse: NodeJS.Timeout): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal, busy: engine?.busy() ?? 0 }, "worker stopping");
    clearInterval(pulse);
    try {
      await Promise.all([relay.stop(), engine?.stop(graceMs)]);
      await closePools();
    } catch (error) {
      log.warn({ err: message(error) }, "the worker did not stop cleanly");
    }
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void stop(signal));
}

function endWith(code: number, error: unknown): never {
  process.stderr.write(`${message(error)}\n`);
  process.exit(code);
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

process.on("unhandledRejection", (error) => log.error({ err: message(error) }, "a promise was left alone"));
await main();
