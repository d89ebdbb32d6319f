import { Inngest } from "inngest";

/** One app. With neither key nor base URL set, the embedded engine drives the same functions in the worker. */
export const inngest = new Inngest({ id: "connectus", isDev: process.env.INNGEST_DEV === "1" });

export function usesRealInngest(): boolean {
  return Boolean(process.env.INNGEST_EVENT_KEY || process.env.INNGEST_BASE_URL || process.env.INNGEST_DEV);
}
