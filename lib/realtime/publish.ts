import { createHintChannel } from "../db/hints";
import type { Tx } from "../db/transaction";

export type Topic = "integrations" | "runs" | "records" | "logs" | "content" | "publications" | "members";

export interface LiveHint {
  workspaceId: string;
  topic: Topic;
  id?: string;
}

export const liveChannel = "connectus_live";

const send = createHintChannel(liveChannel, 100);

/** Tells open browsers that something moved. A hint: it may be lost, never relied on. */
export function hintLive(tx: Tx, workspaceId: string, topic: Topic, id?: string): void {
  const hint: LiveHint = id ? { workspaceId, topic, id } : { workspaceId, topic };
  tx.afterCommit(() => send(JSON.stringify(hint)));
}
