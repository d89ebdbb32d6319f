import { z } from "zod";
import { integrationStatuses } from "@/drizzle/schema/enums";
import { getManifest } from "@/lib/connectors/catalog";
import { categories } from "@/lib/connectors/kit/manifest";
import {
  ErrorHandlingSettings,
  FieldValues,
  RateLimitSettings,
  SyncSettings,
} from "@/lib/domain/integration/schema";
import { defineEndpoint } from "../endpoint";
import { pageOf, pageQuery, publicId } from "../fields";
import { healthJson, healthSummaryJson, quotaJson, testJson } from "./health-json";

const status = z.enum(integrationStatuses);

const cardShape = {
  id: z.string(),
  provider: z.string(),
  provider_name: z.string(),
  category: z.enum(categories),
  name: z.string(),
  status,
  status_reason: z.string().nullable(),
  status_since: z.string(),
  account_label: z.string().nullable(),
  is_sandbox: z.boolean(),
  health_score: z.number().int().nullable().describe("0–100; null = no data yet."),
  health: healthJson,
  api_calls_today: z.number().int(),
  quota: quotaJson.nullable().describe("The window with the least left."),
  active_run_id: z.string().nullable(),
  last_sync_at: z.string().nullable(),
  next_sync_at: z.string().nullable(),
  last_tested_at: z.string().nullable(),
  created_at: z.string(),
  version: z.number().int(),
};

export const integrationJson = z.object(cardShape).meta({ id: "Integration" });

/** Inside, the customer's own names stay as they are. */
const settingsJson = z.object({
  sync: SyncSettings,
  rate_limits: RateLimitSettings,
  error_handling: ErrorHandlingSettings,
});

export const integrationDetailJson = z
  .object({
    ...cardShape,
    config: z.record(z.string(), z.string()).describe("Fields that are not secret."),
    credentials_stored: z.boolean(),
    credentials_expire_at: z.string().nullable(),
    scopes: z.array(
      z.object({ name: z.string(), description: z.string(), required: z.boolean(), granted: z.boolean() }),
    ),
    objects: z.array(z.object({ name: z.string(), label: z.string() })),
    settings: settingsJson,
    quotas: z.array(quotaJson),
    last_test: testJson.nullable(),
  })
  .meta({ id: "IntegrationDetail" });

const oneIntegration = z.object({ integration_id: publicId("integration") });
const name = z.string().trim().min(1).max(120);
const tag = "Integrations";

export const integrationEndpoints = {
  list: defineEndpoint({
    id: "integrations.list",
    method: "GET",
    path: "/integrations",
    scope: "integration:read",
    tag,
    summary: "List integrations, newest first",
    query: z.object({
      ...pageQuery,
      q: z.string().trim().max(200).optional().describe("Part of the name, account or platform."),
      status: status.optional(),
      category: z.enum(categories).optional(),
      provider: z.string().max(64).optional(),
    }),
    response: pageOf(integrationJson),
  }),
  create: defineEndpoint({
    id: "integrations.create",
    method: "POST",
    path: "/integrations",
    scope: "integration:write",
    tag,
    summary: "Add an integration",
    description:
      "With `credentials` they are tried at the platform first and stored only when they work; without, the integration waits as `pending` for `connect`.",
    body: z.object({
      provider: z
        .string()
        .max(64)
        .refine((slug) => getManifest(slug) !== null, "There is no provider of this name."),
      name: name.optional(),
      config: FieldValues.optional(),
      credentials: FieldValues.optional(),
    }),
    response: integrationDetailJson,
    status: 201,
  }),
  get: defineEndpoint({
    id: "integrations.get",
    method: "GET",
    path: "/integrations/{integration_id}",
    scope: "integration:read",
    tag,
    summary: "Get one integration",
    params: oneIntegration,
    response: integrationDetailJson,
  }),
  update: defineEndpoint({
    id: "integrations.update",
    method: "PATCH",
    path: "/integrations/{integration_id}",
    scope: "integration:write",
    tag,
    summary: "Change name or settings",
    description: "What is left out stays. With `version` a change made meanwhile by others answers 409.",
    params: oneIntegration,
    body: z.object({
      name: name.optional(),
      version: z.number().int().min(1).optional(),
      settings: z
        .strictObject({
          sync: SyncSettings.partial().optional(),
          rate_limits: RateLimitSettings.partial().optional(),
          error_handling: ErrorHandlingSettings.partial().optional(),
        })
        .optional(),
    }),
    response: integrationDetailJson,
  }),
  remove: defineEndpoint({
    id: "integrations.remove",
    method: "DELETE",
    path: "/integrations/{integration_id}",
    scope: "integration:write",
    tag,
    summary: "Disconnect and remove; the credentials are shredded",
    params: oneIntegration,
    response: z.null(),
    status: 204,
  }),
  connect: defineEndpoint({
    id: "integrations.connect",
    method: "POST",
    path: "/integrations/{integration_id}/connect",
    scope: "integration:write",
    tag,
    summary: "Connect or reconnect",
    description:
      "With OAuth the answer holds an `authorization_url` to open in a browser within ten minutes. With `fields` the given values are tried and stored at once.",
    params: oneIntegration,
    body: z
      .strictObject({
        fields: FieldValues.optional(),
        return_to: z.string().max(500).optional().describe("A path of this installation to come back to."),
      })
      .optional(),
    response: z.object({ authorization_url: z.string().nullable(), integration: integrationDetailJson }),
  }),
  testConnection: defineEndpoint({
    id: "integrations.test_connection",
    method: "POST",
    path: "/integrations/{integration_id}/test_connection",
    scope: "integration:write",
    tag,
    summary: "Test the connection layer by layer",
    description: "Read-only at the platform. A failed layer is an answer (`success: false`), not an error.",
    params: oneIntegration,
    response: testJson,
  }),
  healthSummary: defineEndpoint({
    id: "integrations.health_summary",
    method: "GET",
    path: "/integrations/health_summary",
    scope: "integration:read",
    tag,
    summary: "Health of the whole workspace, worst first",
    response: healthSummaryJson,
  }),
} as const;
