import { z } from "zod";
import { IntegrationId } from "../integration/schema";

export const ListRecords = z.strictObject({
  integrationId: IntegrationId,
  /** Left out = the integration's first object. */
  object: z.string().min(1).max(100).optional(),
  q: z.string().trim().max(200).optional(),
  cursor: z.string().max(2000).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type ListRecords = z.input<typeof ListRecords>;

export const OneRecord = z.strictObject({
  integrationId: IntegrationId,
  object: z.string().min(1).max(100),
  externalId: z.string().min(1).max(512),
});
export type OneRecord = z.input<typeof OneRecord>;
