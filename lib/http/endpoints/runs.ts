import { z } from "zod";
import { runStatuses, runTriggers } from "@/drizzle/schema/enums";
import { defineEndpoint } from "../endpoint";
import { pageOf, pageQuery, publicId } from "../fields";

const problem = z.object({ kind: z.string(), message: z.string(), fix: z.string() });

const counts = {
  read: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  deleted: z.number().int(),
  total: z.number().int().nullable().describe("Rows at the platform; null while it does not say."),
};

export const runJson = z
  .object({
    id: z.string(),
    integration_id: z.string(),
    integration_name: z.string(),
    provider: z.string(),
    trigger: z.enum(runTriggers),
    mode: z.enum(["incremental", "full"]),
    status: z.enum(runStatuses),
    progress: z.object({
      ...counts,
      percent: z.number().int().nullable(),
      rows_per_second: z.number().nullable(),
      eta_seconds: z.number().int().nullable(),
      objects: z.array(
        z.object({
          name: z.string(),
          label: z.string(),
          state: z.enum(["waiting", "running", "done", "failed"]),
          pages: z.number().int(),
          ...counts,
          percent: z.number().int().nullable(),
          error: problem.nullable(),
          note: z.string().nullable(),
        }),
      ),
    }),
    error: problem.nullable(),
    waiting_until: z
      .string()
      .nullable()
      .describe("Set while the platform's limit keeps a running run waiting."),
    created_at: z.string(),
    started_at: z.string().nullable(),
    ended_at: z.string().nullable(),
    duration_ms: z.number().int().nullable(),
  })
  .meta({ id: "Run" });

const tag = "Runs";
const oneRun = z.object({ run_id: publicId("run") });

export const runEndpoints = {
  syncNow: defineEndpoint({
    id: "integrations.sync_now",
    method: "POST",
    path: "/integrations/{integration_id}/sync_now",
    scope: "integration:write",
    tag,
    summary: "Start a sync",
    description: "An integration has one open run at most; while one is queued or running its id is given.",
    params: z.object({ integration_id: publicId("integration") }),
    body: z
      .strictObject({
        mode: z.enum(["incremental", "full"]).default("incremental"),
        objects: z.array(z.string().min(1).max(100)).min(1).max(100).optional(),
        accept_deletions: z
          .boolean()
          .default(false)
          .describe("Deletes here what is gone there, also when that is unusually much."),
      })
      .prefault({}),
    response: z.object({ run_id: z.string(), already_open: z.boolean() }),
    status: 202,
  }),
  list: defineEndpoint({
    id: "runs.list",
    method: "GET",
    path: "/runs",
    scope: "integration:read",
    tag,
    summary: "List runs, newest first",
    query: z.object({
      ...pageQuery,
      integration_id: publicId("integration").optional(),
      status: z.enum(runStatuses).optional(),
    }),
    response: pageOf(runJson),
  }),
  get: defineEndpoint({
    id: "runs.get",
    method: "GET",
    path: "/runs/{run_id}",
    scope: "integration:read",
    tag,
    summary: "See a run and its progress",
    params: oneRun,
    response: runJson,
  }),
  cancel: defineEndpoint({
    id: "runs.cancel",
    method: "POST",
    path: "/runs/{run_id}/cancel",
    scope: "integration:write",
    tag,
    summary: "Cancel a run",
    description: "Takes effect at once; what was read stays. A run that has ended stays as it ended.",
    params: oneRun,
    response: runJson,
  }),
};
