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
  /** There may be more to do than this process has places for. Called often. */
  onCrowded?: () => void;
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
const longestNap = 60_000;

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
  return new EmbeddedEngine(registry, { ...engineDefaults, ...given });
}

class EmbeddedEngine implements Engine {
  private readonly atWork = new Map<string, Promise<void>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopping = false;
  /** Ready items were left at the last look. */
  private crowded = false;
  private looking: Promise<void> | null = null;
  private lookAgain = false;
  private nextLook: NodeJS.Timeout | undefined;
  private nextTick: NodeJS.Timeout | undefined;

  constructor(
    private readonly registry: Registry,
    private readonly options: EngineOptions,
  ) {}

  start(): void {
    const { heartbeatMs, leaseMs, idlePollMs, crons } = this.options;
    this.every(heartbeatMs, "keep its leases", () => keepLeases(this.atWork, leaseMs));
    this.every(idlePollMs, "tidy its queue", async () => {
      if (await tidy(systemPool())) this.wake();
    });
    if (crons) void this.tick();
    this.wake();
  }

  wake = (): void => {
    if (this.stopping) return;
    if (this.looking) {
      this.lookAgain = true;
      return;
    }
    clearTimeout(this.nextLook);
    this.looking = this.look().finally(() => {
      this.looking = null;
      if (!this.lookAgain) return;
      this.lookAgain = false;
      this.wake();
    });
  };

  busy(): number {
    return this.atWork.size;
  }

  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    clearTimeout(this.nextTick);
    clearTimeout(this.nextLook);
    await this.looking;
    clearTimeout(this.nextLook);
    await finishWithin(graceMs, [...this.atWork.values()]);
    // Heartbeats go on until here, so that a step that takes its time is not started elsewhere meanwhile.
    for (const timer of this.timers) clearTimeout(timer);
    if (this.atWork.size) await release(systemPool(), [...this.atWork.keys()]);
  }

  private async look(): Promise<void> {
    let waitMs = this.options.idlePollMs;
    try {
      const free = this.options.concurrency - this.atWork.size;
      if (free > 0) {
        const claimed = await claim(systemPool(), free, this.options.leaseMs);
        for (const item of claimed.items) this.begin(item);
        this.crowded = claimed.more;
        if (claimed.nextInMs !== null) waitMs = Math.min(waitMs, claimed.nextInMs + 1);
        if (claimed.again && this.busy() < this.options.concurrency) this.lookAgain = true;
      }
      if (free <= 0 || this.crowded) this.options.onCrowded?.();
    } catch (error) {
      log.warn({ err: String(error) }, "the engine could not look at its queue");
    }
    if (!this.stopping) this.nextLook = setTimeout(this.wake, waitMs);
  }

  private begin(item: QueueItem): void {
    let steps = 0;
    const mayGoOn = () => {
      steps += 1;
      const wanted = this.crowded && this.busy() >= this.options.concurrency;
      return !this.stopping && !(wanted && steps >= longestChain);
    };
    const work = execute(this.registry, item, { ...this.options, mayGoOn })
      .catch((error) => log.error({ run: item.runId, err: String(error) }, "the engine failed on an item"))
      .finally(() => {
        this.atWork.delete(item.leaseToken);
        this.wake();
      });
    this.atWork.set(item.leaseToken, work);
  }

  private async tick(): Promise<void> {
    const fired = await fireTicks(this.registry, new Date()).catch((error) => {
      log.warn({ err: String(error) }, "the engine could not start its crons");
      return 0;
    });
    if (this.stopping) return;
    if (fired) this.wake();
    const waitMs = Math.min(msToNextTick(this.registry, new Date()) ?? longestNap, longestNap);
    this.nextTick = setTimeout(() => void this.tick(), waitMs + 5);
  }

  private every(ms: number, what: string, work: () => Promise<unknown>): void {
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
    this.timers.add(timer);
  }
}

async function keepLeases(atWork: Map<string, unknown>, leaseMs: number): Promise<void> {
  if (!atWork.size) return;
  const kept = await heartbeat(systemPool(), [...atWork.keys()], leaseMs);
  const lost = [...atWork.keys()].filter((token) => !kept.has(token)).length;
  if (lost) log.debug({ lost }, "leases that ended or were taken over");
}

async function finishWithin(ms: number, work: Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.all(work), limit]);
  clearTimeout(timer);
}
