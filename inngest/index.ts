export { inngest, usesRealInngest } from "./client";
export { job, toJobError } from "./errors";
export type { EventData, EventName } from "./events";
export { functions } from "./functions/all";
