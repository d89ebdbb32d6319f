import { z } from "zod";
import { categories } from "@/lib/connectors/kit/manifest";
import { defineEndpoint } from "../endpoint";
import { pageOf, pageQuery } from "../fields";

const fieldJson = z.object({
  key: z.string(),
  label: z.string(),
  kind: z.enum(["text", "url", "email", "password", "select"]),
  secret: z.boolean().describe("Send it in `credentials`; it is never answered."),
  required: z.boolean(),
  placeholder: z.string().nullable(),
  help: z.string(),
  help_url: z.string().nullable(),
  pattern: z.string().nullable(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
});

const oauthJson = z.object({
  authorize_url: z.string(),
  token_url: z.string(),
  pkce: z.boolean(),
  redirect_uri: z.string().describe("Register this address with the platform."),
  scopes: z.array(z.object({ name: z.string(), description: z.string(), required: z.boolean() })),
  configured: z.boolean().describe("The operator has set the app's credentials."),
});

export const providerJson = z
  .object({
    id: z.string(),
    name: z.string(),
    display_name: z.string(),
    category: z.enum(categories),
    summary: z.string(),
    description: z.string(),
    auth_type: z.enum(["oauth2", "api_key", "webhook", "custom", "jwt_bearer", "app_password"]),
    oauth_config: oauthJson.nullable(),
    fields: z.array(fieldJson),
    api_endpoints: z.record(z.string(), z.string()),
    api_version: z.object({
      version: z.string(),
      url: z.string(),
      checked: z.string(),
      sunset: z.string().nullable(),
    }),
    rate_limits: z.array(
      z.object({
        window: z.string(),
        limit: z.number().int(),
        per_seconds: z.number(),
        scope: z.enum(["account", "app"]),
        source: z.string(),
      }),
    ),
    objects: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        read: z.boolean(),
        write: z.boolean(),
        delete: z.boolean(),
        batch: z.boolean(),
        webhook: z.boolean(),
        delta: z.boolean(),
      }),
    ),
    publishes: z.array(z.string()),
    webhook_support: z.boolean(),
    webhook_events: z.array(z.string()),
    capabilities: z.array(z.string()),
    app_review: z.string().nullable(),
    docs_url: z.string(),
    logo_url: z.string(),
  })
  .meta({ id: "Provider" });

export const providerEndpoints = {
  list: defineEndpoint({
    id: "providers.list",
    method: "GET",
    path: "/providers",
    scope: null,
    tag: "Providers",
    summary: "List the platforms that can be connected",
    query: z.object({
      ...pageQuery,
      q: z.string().trim().max(200).optional(),
      category: z.enum(categories).optional(),
    }),
    response: pageOf(providerJson),
  }),
  get: defineEndpoint({
    id: "providers.get",
    method: "GET",
    path: "/providers/{provider_id}",
    scope: null,
    tag: "Providers",
    summary: "Get one platform: how it is connected and what it can do",
    params: z.object({ provider_id: z.string().min(1).max(64) }),
    response: providerJson,
  }),
} as const;
