import pg from "pg";
import { env } from "../env";
import { log } from "../log";
import { engineChannel, outboxChannel } from "./nudge";
import { batchSize, type Deliver, relayBatch } from "./relay-batch";

export interface Relay {
  start(): void;
  stop(): Promise<void>;
}

export interface RelayOptions {
  deliver: Deliver;
  /** Called after rows were handed on and the transaction has committed. */
  onSent?: () => void;
  /** Another worker has more than it can hold. */
  onCall?: () => void;
  /** How often to look although nobody called. */
  lookEveryMs?: number;
}

const longestPauseMs = 5_000;

/** Carries outbox rows to whoever runs the functions: woken by NOTIFY, and by a look of its own every second. */
export function createRelay(options: RelayOptions): Relay {
  return new OutboxRelay(options);
}

class OutboxRelay implements Relay {
  private stopped = false;
  private failures = 0;
  private working: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly ear = listen((channel) => {
    if (channel === engineChannel) return this.options.onCall?.();
    // After a failure the pause is kept: calls come with every event.
    if (!this.failures) this.look();
  });

  constructor(private readonly options: RelayOptions) {}

  start(): void {
    this.ear.start();
    this.look();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.all([this.working, this.ear.stop()]);
  }

  private look(): void {
    if (this.stopped) return;
    if (this.working) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.working = this.drain().finally(() => {
      this.working = null;
      if (!this.stopped) this.timer = setTimeout(() => this.look(), this.pauseMs());
      this.again = false;
    });
  }

  private pauseMs(): number {
    const { lookEveryMs = 1000 } = this.options;
    if (this.failures) return Math.min(lookEveryMs * 2 ** this.failures, longestPauseMs);
    return this.again ? 0 : lookEveryMs;
  }

  private async drain(): Promise<void> {
    try {
      let looked = 0;
      do {
        looked = await relayBatch(this.options.deliver);
        if (looked) this.options.onSent?.();
      } while (looked === batchSize && !this.stopped);
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      const { failures } = this;
      log.warn(
        { err: String(error), failures },
        "events wait in the outbox: they cannot be handed on right now",
      );
    }
  }
}

/** Its own connection: a pooled one would forget the LISTEN. Losing it only costs the second until the next look. */
function listen(onCall: (channel: string) => void) {
  let stopped = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  const again = () => {
    client = undefined;
    clearTimeout(retry);
    if (!stopped) retry = setTimeout(() => void connect(), 1000);
  };
  const connect = async () => {
    const mine = new pg.Client({
      connectionString: env().DATABASE_URL_SYSTEM,
      application_name: "connectus relay",
      keepAlive: true,
    });
    client = mine;
    mine.on("error", () => undefined);
    mine.once("end", again);
    mine.on("notification", ({ channel }) => onCall(channel));
    try {
      await mine.connect();
      await mine.query(`listen ${outboxChannel}; listen ${engineChannel}`);
    } catch (error) {
      log.debug({ err: String(error) }, "the relay cannot listen; it looks every second instead");
      await mine.end().catch(again);
    }
  };
  return {
    start: () => void connect(),
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
