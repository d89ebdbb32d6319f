export const memberRoles = ["owner", "admin", "editor", "viewer"] as const;
export type MemberRole = (typeof memberRoles)[number];

export const integrationStatuses = [
  "pending",
  "connected",
  "refreshing",
  "needs_reconnect",
  "paused",
  "error",
  "quarantined",
  "disconnected",
] as const;
export type IntegrationStatus = (typeof integrationStatuses)[number];

export const runStatuses = ["queued", "running", "succeeded", "failed", "canceled"] as const;
export type RunStatus = (typeof runStatuses)[number];

export const runTriggers = ["manual", "schedule", "connect", "api"] as const;
export type RunTrigger = (typeof runTriggers)[number];

export const contentTypes = [
  "blog_post",
  "article",
  "email_campaign",
  "social_post",
  "product_description",
  "landing_page",
  "document",
  "presentation",
] as const;
export type ContentType = (typeof contentTypes)[number];

export const publicationStates = [
  "queued",
  "publishing",
  "confirming",
  "published",
  "failed",
  "canceled",
] as const;
export type PublicationState = (typeof publicationStates)[number];

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

export const failureKinds = [
  "auth_expired",
  "missing_scope",
  "rate_limited",
  "provider_down",
  "invalid_input",
  "not_found",
  "conflict",
  "unexpected_shape",
  "transformation",
  "internal",
] as const;
export type FailureKind = (typeof failureKinds)[number];
