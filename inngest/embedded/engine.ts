import { systemPool } from "@/lib/db/client";
import { log } from "@/lib/log";
import type { RetryPolicy } from "./backoff";
import { claim, heartbeat, release } from "./claim";
import { fireTicks, msToNextTick } from "./cron";
import { execute } from "./execute";
import { tidy } from "./janitor";
import type { Registry } from "./registry";
import type { QueueItem } from "./types";

export interface EngineOptions {
  /** Steps at work at once in this process. */
  concurrency: number;
  leaseMs: number;
  heartbeatMs: number;
  /** The longest wait between two looks at an idle queue. */
  idlePollMs: number;
  stepTimeoutMs: number;
  retry: RetryPolicy;
  /** False while draining: what is there is finished, nothing new begins by the clock. */
  crons: boolean;
}

export const engineDefaults: EngineOptions = {
  concurrency: 16,
  leaseMs: 10_000,
  heartbeatMs: 3_000,
  idlePollMs: 1_000,
  stepTimeoutMs: 30 * 60_000,
  retry: { scale: 1, random: Math.random },
  crons: true,
};

/** After this many steps in a row an item makes room, when others wait for a place. */
const longestChain = 10;

export interface Engine {
  start(): void;
  /** Something may be ready. Cheap to call often. */
  wake(): void;
  /** Claims nothing more, lets running steps finish for at most `graceMs`, then gives the rest back. */
  stop(graceMs: number): Promise<void>;
  /** Steps at work in this process right now. */
  busy(): number;
}

export function createEngine(registry: Registry, given: Partial<EngineOptions> = {}): Engine {
  const options = { ...engineDefaults, ...given };
  const atWork = new Map<string, Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let stopping = false;
  let crowded = false;
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let nextLook: NodeJS.Timeout | undefined;

  const wake = () => {
    if (stopping) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    clearTimeout(nextLook);
    looking = look().finally(() => {
      looking = null;
      if (lookAgain) {
        lookAgain = false;
        wake();
      }
    });
  };

  const look = async () => {
    let waitMs = options.idlePollMs;
    try {
      const free = options.concurrency - atWork.size;
      if (free > 0 && !stopping) {
        const claimed = await claim(systemPool(), free, options.leaseMs);
        for (const item of claimed.items) begin(item);
        crowded = claimed.more;
        if (claimed.nextInMs !== null) waitMs = Math.min(waitMs, claimed.nextInMs + 1);
        if (claimed.again && atWork.size < options.concurrency) lookAgain = true;
      }
    } catch (error) {
      log.warn({ err: String(error) }, "the engine could not look at its queue");
    }
    if (!stopping) nextLook = setTimeout(wake, waitMs);
  };

  const begin = (item: QueueItem) => {
    let steps = 0;
    const mayGoOn = () => {
      steps += 1;
      const full = crowded && atWork.size >= options.concurrency;
      return !stopping && !(full && steps >= longestChain);
    };
    const work = execute(registry, item, { ...options, mayGoOn })
      .catch((error) => log.error({ run: item.runId, err: String(error) }, "the engine failed on an item"))
      .finally(() => {
        atWork.delete(item.leaseToken);
        wake();
      });
    atWork.set(item.leaseToken, work);
  };

  const every = (ms: number, what: string, work: () => Promise<unknown>) => {
    let running = false;
    const timer = setInterval(() => {
      if (running) return;
      running = true;
      work()
        .catch((error) => log.warn({ err: String(error) }, `the engine could not ${what}`))
        .finally(() => {
          running = false;
        });
    }, ms);
    timers.add(timer);
  };

  return {
    start() {
      every(options.heartbeatMs, "keep its leases", () => keepLeases(atWork, options.leaseMs));
      every(options.idlePollMs, "tidy its queue", async () => {
        if (await tidy(systemPool())) wake();
      });
      if (options.crons) startCrons(registry, timers, wake);
      wake();
    },
    wake,
    busy: () => atWork.size,
    async stop(graceMs) {
      stopping = true;
      clearTimeout(nextLook);
      await looking;
      await finishWithin(graceMs, [...atWork.values()]);
      // Heartbeats go on until here, so that a step that takes its time is not started elsewhere meanwhile.
      for (const timer of timers) clearTimeout(timer);
      if (atWork.size) await release(systemPool(), [...atWork.keys()]);
    },
  };
}

async function keepLeases(atWork: Map<string, unknown>, leaseMs: number): Promise<void> {
  if (!atWork.size) return;
  const kept = await heartbeat(systemPool(), [...atWork.keys()], leaseMs);
  const lost = [...atWork.keys()].filter((token) => !kept.has(token)).length;
  if (lost) log.debug({ lost }, "leases that ended or were taken over");
}

function startCrons(registry: Registry, timers: Set<NodeJS.Timeout>, wake: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  const tick = async () => {
    if (timer) timers.delete(timer);
    const fired = await fireTicks(registry, new Date()).catch((error) => {
      log.warn({ err: String(error) }, "the engine could not start its crons");
      return 0;
    });
    if (fired) wake();
    const waitMs = Math.min(msToNextTick(registry, new Date()) ?? 60_000, 60_000);
    timer = setTimeout(() => void tick(), waitMs + 5);
    timers.add(timer);
  };
  void tick();
}

async function finishWithin(ms: number, work: Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.all(work), limit]);
  clearTimeout(timer);
}
