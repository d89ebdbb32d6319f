import { inngest } from "@/inngest/client";
import { type Deliver, ReceiverDown } from "./relay-batch";

const refused = /Inngest API Error: (400|406|409|412|413)\b/;

/** To a configured Inngest, with the row's id as event id: a second sending within a day is dropped there. */
export const deliverToInngest: Deliver = async (events) => {
  try {
    await inngest.send(events.map(({ id, name, data, ts }) => ({ id, name, data, ts })));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (refused.test(message)) throw error;
    throw new ReceiverDown(`Inngest cannot be reached: ${message}`, { cause: error });
  }
};
