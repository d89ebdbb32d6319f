import { inngest } from "@/inngest/client";
import { type Deliver, ReceiverDown } from "./relay-batch";

const refused = /Inngest API Error: (400|406|409|412|413)\b/;

// The SDK's calls have no end of their own; the rows stay locked as long.
const longestSendMs = 20_000;

/** To a configured Inngest, with the row's id as event id: a second sending within a day is dropped there. */
export const deliverToInngest: Deliver = async (events) => {
  try {
    const sending = inngest.send(events.map(({ id, name, data, ts }) => ({ id, name, data, ts })));
    await endAfter(sending, longestSendMs);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (refused.test(message)) throw error;
    throw new ReceiverDown(`Inngest cannot be reached: ${message}`, { cause: error });
  }
};

/** What still arrives later arrives with the same ids and is dropped there. */
async function endAfter(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  work.catch(() => undefined);
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
