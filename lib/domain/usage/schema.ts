import { z } from "zod";
import { IntegrationId } from "../integration/schema";
import { RunId } from "../run/schema";

export const ListCalls = z.strictObject({
  integrationId: IntegrationId.optional(),
  runId: RunId.optional(),
  outcome: z.enum(["ok", "failed"]).optional(),
  /** Part of the operation or the path. */
  q: z.string().trim().max(200).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(100).default(50),
});
export type ListCalls = z.input<typeof ListCalls>;
