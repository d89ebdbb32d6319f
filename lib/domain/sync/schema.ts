import { z } from "zod";
import { runTriggers } from "@/drizzle/schema/enums";
import { IntegrationId } from "../integration/schema";
import { RunId } from "../run/schema";

export const SyncNow = z.strictObject({
  integrationId: IntegrationId,
  /** `full` reads everything again and notices what is gone; `incremental` reads what changed. */
  mode: z.enum(["incremental", "full"]).default("incremental"),
  /** Object names of the connector; left out = all that are switched on. */
  objects: z.array(z.string().min(1).max(100)).min(1).max(100).optional(),
  /** A person has seen how many records are gone at the platform and lets them go here as well. */
  acceptDeletions: z.boolean().default(false),
});
export type SyncNow = z.input<typeof SyncNow>;

export const RequestSync = SyncNow.extend({ trigger: z.enum(runTriggers) });
export type RequestSync = z.input<typeof RequestSync>;

export const CancelRun = z.strictObject({ runId: RunId });
export type CancelRun = z.input<typeof CancelRun>;
