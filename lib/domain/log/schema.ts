import { z } from "zod";
import { logLevels } from "@/drizzle/schema/enums";
import { IntegrationId } from "../integration/schema";
import { RunId } from "../run/schema";

export const ListLogs = z.strictObject({
  /** This level and the more serious ones. */
  level: z.enum(logLevels).optional(),
  integrationId: IntegrationId.optional(),
  runId: RunId.optional(),
  q: z.string().trim().max(200).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ListLogs = z.input<typeof ListLogs>;
