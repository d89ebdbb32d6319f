import { outbox } from "@/drizzle/schema/outbox";
import { type EventData, type EventName, eventSchemas } from "@/inngest/events";
import type { Tx } from "../db/transaction";
import { newId } from "../ids";
import { nudgeRelay } from "./nudge";

/** Writes the event in the caller's transaction; the relay sends it after the commit, at least once, with this id. */
export async function emit<N extends EventName>(
  tx: Tx,
  name: N,
  data: Omit<EventData<N>, "v">,
): Promise<string> {
  const id = newId();
  const parsed = eventSchemas[name].parse({ v: 1, ...data });
  await tx.insert(outbox).values({ id, workspaceId: parsed.workspaceId, name, v: 1, data: parsed });
  tx.afterCommit(nudgeRelay);
  return id;
}
