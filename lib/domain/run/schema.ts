import { z } from "zod";
import { runStatuses } from "@/drizzle/schema/enums";
import { parsePublicId } from "@/lib/ids";
import { IntegrationId } from "../integration/schema";

/** `run_…` or a bare uuid; the parsed value is the uuid. */
export const RunId = z.string().transform((value, check) => {
  const id = parsePublicId("run", value);
  if (id) return id;
  check.addIssue({ code: "custom", message: "This is not the id of a run." });
  return z.NEVER;
});

export const ListRuns = z.strictObject({
  integrationId: IntegrationId.optional(),
  status: z.enum(runStatuses).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type ListRuns = z.input<typeof ListRuns>;

export const OneRun = z.strictObject({ runId: RunId });
export type OneRun = z.input<typeof OneRun>;
