import { z } from "zod";
import { defineEndpoint } from "../endpoint";
import { pageOf, pageQuery, publicId } from "../fields";

export const recordJson = z
  .object({
    integration_id: z.string(),
    object: z.string(),
    external_id: z.string(),
    title: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    external_updated_at: z.string().nullable(),
    first_seen_at: z.string(),
    changed_at: z.string(),
    deleted_at: z.string().nullable().describe("When it was noticed to be gone at the platform."),
  })
  .meta({ id: "Record" });

export const recordEndpoints = {
  list: defineEndpoint({
    id: "records.list",
    method: "GET",
    path: "/integrations/{integration_id}/records",
    scope: "integration:read",
    tag: "Records",
    summary: "List records, last changed first",
    params: z.object({ integration_id: publicId("integration") }),
    query: z.object({
      ...pageQuery,
      object: z.string().min(1).max(100).optional().describe("Left out: the platform's first object."),
      q: z.string().trim().max(200).optional(),
    }),
    response: pageOf(recordJson),
  }),
};
