import type { Deliver } from "@/lib/outbox/relay-batch";
import { ingest } from "./ingest";
import type { Registry } from "./registry";

/** Events and the runs they start are stored in the transaction that marks the outbox rows as sent. */
export function deliverToEngine(registry: Registry): Deliver {
  return async (events, client) => {
    await ingest(
      client,
      registry,
      events.map((event) => ({ ...event })),
    );
  };
}
