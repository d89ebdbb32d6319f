import { z } from "zod";

/**
 * Names are `noun/past-verb` and append-only; a change of shape raises `v`. Payloads hold ids and enums, never
 * personal data. The id of an event is the id of its outbox row.
 */
const base = z.object({ v: z.literal(1), workspaceId: z.uuid() });

export const eventSchemas = {
  "integration/connected": base.extend({ integrationId: z.uuid() }),
  "integration/disconnected": base.extend({ integrationId: z.uuid() }),
  "run/requested": base.extend({ runId: z.uuid(), integrationId: z.uuid() }),
  /** The slice budget is used up; the same run goes on in a new function run. */
  "run/continued": base.extend({ runId: z.uuid(), integrationId: z.uuid(), slice: z.number().int() }),
  "run/cancel-requested": base.extend({ runId: z.uuid(), integrationId: z.uuid() }),
  "run/finished": base.extend({
    runId: z.uuid(),
    integrationId: z.uuid(),
    status: z.enum(["succeeded", "failed", "canceled"]),
  }),
  "publication/requested": base.extend({
    publicationId: z.uuid(),
    integrationId: z.uuid(),
    priority: z.number().int().min(1).max(10),
  }),
  "publication/finished": base.extend({
    publicationId: z.uuid(),
    integrationId: z.uuid(),
    state: z.enum(["published", "failed", "canceled"]),
  }),
} as const;

export type EventName = keyof typeof eventSchemas;
export type EventData<N extends EventName> = z.infer<(typeof eventSchemas)[N]>;
