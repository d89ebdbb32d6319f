import pg from "pg";
import { env } from "../env";
import { log } from "../log";
import { outboxChannel } from "./nudge";
import { batchSize, type Deliver, relayBatch } from "./relay-batch";

export interface Relay {
  start(): void;
  stop(): Promise<void>;
}

export interface RelayOptions {
  deliver: Deliver;
  /** Called after rows were handed on and the transaction has committed. */
  onSent?: () => void;
  /** How often to look although nobody called. */
  lookEveryMs?: number;
}

const longestPauseMs = 30_000;

/** Carries outbox rows to whoever runs the functions: woken by NOTIFY, and by a look of its own every second. */
export function createRelay({ deliver, onSent, lookEveryMs = 1000 }: RelayOptions): Relay {
  let stopped = false;
  let failures = 0;
  let working: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    if (stopped) return;
    if (working) {
      again = true;
      return;
    }
    clearTimeout(timer);
    working = drain().finally(() => {
      working = null;
      if (stopped) return;
      const waitMs = failures ? Math.min(lookEveryMs * 2 ** failures, longestPauseMs) : lookEveryMs;
      timer = setTimeout(look, again && !failures ? 0 : waitMs);
      again = false;
    });
  };

  const drain = async () => {
    try {
      let looked = 0;
      do {
        looked = await relayBatch(deliver);
        if (looked) onSent?.();
      } while (looked === batchSize && !stopped);
      failures = 0;
    } catch (error) {
      failures += 1;
      log.warn(
        { err: String(error), failures },
        "events wait in the outbox: they cannot be handed on right now",
      );
    }
  };

  const ear = listen(look);
  return {
    start() {
      ear.start();
      look();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.all([working, ear.stop()]);
    },
  };
}

/** Its own connection: a pooled one would forget the LISTEN. Losing it only costs the second until the next look. */
function listen(onCall: () => void) {
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
    mine.on("notification", onCall);
    try {
      await mine.connect();
      await mine.query(`listen ${outboxChannel}`);
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
