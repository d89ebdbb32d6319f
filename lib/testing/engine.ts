import { setTimeout as delay } from "node:timers/promises";
import type { InngestFunction } from "inngest";
import { afterEach } from "vitest";
import { deliverToEngine } from "@/inngest/embedded/deliver";
import { createEngine, type Engine, type EngineOptions } from "@/inngest/embedded/engine";
import { ingest } from "@/inngest/embedded/ingest";
import { makeRegistry, type Registry } from "@/inngest/embedded/registry";
import { createRelay } from "@/lib/outbox/relay";
import { systemPool } from "../db/client";
import { withSystem } from "../db/transaction";
import { newId } from "../ids";

export interface TestEngine {
  registry: Registry;
  engine: Engine;
  /** Stores an event as the relay would; returns its id. */
  send(name: string, data?: Record<string, unknown>, id?: string): Promise<string>;
  stop(): Promise<void>;
}

const open: TestEngine[] = [];

/** Engines started in a test are stopped after it. */
export function stopEnginesAfterEach(): void {
  afterEach(async () => {
    await Promise.all(open.splice(0).map((engine) => engine.stop()));
  });
}

/** The embedded engine in this process, with retries a thousand times faster and no jitter. */
export async function startEngine(
  functions: InngestFunction.Any[],
  options: Partial<EngineOptions> & { relay?: boolean } = {},
): Promise<TestEngine> {
  const registry = await makeRegistry(functions);
  const retry = { scale: 0.001, random: () => 0 };
  const engine = createEngine(registry, { retry, crons: false, idlePollMs: 100, ...options });
  const relay = createRelay({ deliver: deliverToEngine(registry), onSent: engine.wake, onCall: engine.wake });
  engine.start();
  if (options.relay) relay.start();
  const made: TestEngine = {
    registry,
    engine,
    async send(name, data = {}, id = newId()) {
      await withSystem((tx) => ingest(tx.client, registry, [{ id, name, data, ts: Date.now() }]));
      engine.wake();
      return id;
    },
    async stop() {
      if (options.relay) await relay.stop();
      await engine.stop(2000);
    },
  };
  open.push(made);
  return made;
}

/** Asks until the answer is neither undefined, null nor false; fails with `what` after `withinMs`. */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  withinMs = 15_000,
): Promise<Exclude<NonNullable<T>, false>> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) {
      return answer as Exclude<NonNullable<T>, false>;
    }
    if (Date.now() > end) throw new Error(`it did not come to pass within ${withinMs} ms: ${what}`);
    await delay(15);
  }
}

export interface EndedRun {
  id: string;
  function_id: string;
  status: string;
  output: unknown;
  error: { name: string; message: string } | null;
}

/** Waits until the event's runs (of one function, when given) have all ended. */
export function endedRuns(eventId: string, count = 1, withinMs?: number): Promise<EndedRun[]> {
  return until(
    `${count} ended runs of event ${eventId}`,
    async () => {
      const { rows } = await systemPool().query<EndedRun>(
        "select id, function_id, status, output, error from engine.runs where event_id = $1 and ended_at is not null order by created_at",
        [eventId],
      );
      return rows.length >= count && rows;
    },
    withinMs,
  );
}
