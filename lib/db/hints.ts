import { log } from "../log";
import { appPool } from "./client";

/**
 * A coalescing NOTIFY outside any business transaction (NOTIFY inside one takes a global lock at commit and halves
 * the throughput). Equal payloads within `gatherMs` are sent once. Losing one is harmless by contract.
 */
export function createHintChannel(channel: string, gatherMs: number): (payload: string) => void {
  const waiting = new Set<string>();
  let scheduled = false;
  const flush = async () => {
    scheduled = false;
    const payloads = [...waiting].slice(0, 1000);
    waiting.clear();
    try {
      await appPool().query("select pg_notify($1, p) from unnest($2::text[]) p", [channel, payloads]);
    } catch (error) {
      log.debug({ channel, err: error instanceof Error ? error.message : String(error) }, "a hint was lost");
    }
  };
  return (payload) => {
    waiting.add(payload);
    if (scheduled) return;
    scheduled = true;
    setTimeout(() => void flush(), gatherMs).unref();
  };
}
