import { z } from "zod";

export const listAuditInput = z.strictObject({
  action: z.string().max(100).optional(),
  subjectKind: z.string().max(60).optional(),
  subjectId: z.string().max(100).optional(),
  actorId: z.string().max(100).optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
});
export type ListAuditInput = z.input<typeof listAuditInput>;
