import { createHintChannel } from "../db/hints";

export const outboxChannel = "connectus_outbox";

const send = createHintChannel(outboxChannel, 0);

/** Wakes the relay. Only a hint: the relay also looks by itself every second. */
export function nudgeRelay(): void {
  send("");
}

export const engineChannel = "connectus_engine";

const call = createHintChannel(engineChannel, 20);

/** Wakes the engines of all workers. Only a hint: each also looks by itself every second. */
export function callWorkers(): void {
  call("");
}
