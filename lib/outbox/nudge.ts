import { createHintChannel } from "../db/hints";

export const outboxChannel = "connectus_outbox";

const send = createHintChannel(outboxChannel, 0);

/** Wakes the relay. Only a hint: the relay also looks by itself every second. */
export function nudgeRelay(): void {
  send("");
}
