import type { Topic } from "@/lib/realtime/publish";

/** Every key begins with its topic: a live hint for the topic marks all of them stale. */
export function liveKey(topic: Topic, ...rest: readonly unknown[]): readonly unknown[] {
  return [topic, ...rest];
}
