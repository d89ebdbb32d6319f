import {
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";

/**
 * What must be known before a workspace is known: ids and hashes only, no row-level security, narrow grants.
 */
export const gate = pgSchema("gate");

export const logins = gate.table("logins", {
  emailHash: bytea("email_hash").primaryKey(),
  userId: uuid("user_id").notNull().unique(),
  passwordHash: text("password_hash").notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
});

export const sessions = gate.table(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    sidHash: bytea("sid_hash").notNull().unique(),
    userId: uuid("user_id").notNull(),
    workspaceId: uuid("workspace_id"),
    /** What people recognise it by: "Firefox on Windows". */
    label: text("label"),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
  },
  // lists and revokes the sessions of one person
  (t) => [index("sessions_user").on(t.userId, t.createdAt)],
);

export const apiKeyHashes = gate.table("api_key_hashes", {
  keyHash: bytea("key_hash").primaryKey(),
  apiKeyId: uuid("api_key_id").notNull().unique(),
  workspaceId: uuid("workspace_id").notNull(),
  expiresAt: instant("expires_at"),
  revokedAt: instant("revoked_at"),
});

export const inviteTokens = gate.table("invite_tokens", {
  tokenHash: bytea("token_hash").primaryKey(),
  inviteId: uuid("invite_id").notNull().unique(),
  workspaceId: uuid("workspace_id").notNull(),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
});

export const oauthStates = gate.table("oauth_states", {
  stateHash: bytea("state_hash").primaryKey(),
  workspaceId: uuid("workspace_id").notNull(),
  integrationId: uuid("integration_id").notNull(),
  userId: uuid("user_id"),
  sessionId: uuid("session_id"),
  provider: text("provider").notNull(),
  redirectUri: text("redirect_uri").notNull(),
  sealed: text("sealed").notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
});

/** One shared token bucket per (provider app, account, window). */
export const quotaWindows = gate.table(
  "quota_windows",
  {
    bucket: text("bucket").notNull(),
    window: text("window").notNull(),
    capacity: integer("capacity").notNull(),
    tokens: doublePrecision("tokens").notNull(),
    refillPerS: doublePrecision("refill_per_s").notNull(),
    blockedUntil: instant("blocked_until"),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.bucket, t.window] })],
);

export const breakers = gate.table("breakers", {
  bucket: text("bucket").primaryKey(),
  state: text("state", { enum: ["closed", "open", "half_open"] })
    .notNull()
    .default("closed"),
  calls: integer("calls").notNull().default(0),
  failures: integer("failures").notNull().default(0),
  successes: integer("successes").notNull().default(0),
  windowStartedAt: instant("window_started_at").notNull().defaultNow(),
  openUntil: instant("open_until"),
});

/** Counted attempts of one bucket (sign-in per account and address, API calls per key). Unlogged: see the policies. */
export const attempts = gate.table("attempts", {
  bucket: bytea("bucket").primaryKey(),
  count: integer("count").notNull(),
  windowEndsAt: instant("window_ends_at").notNull(),
  blockedUntil: instant("blocked_until"),
});

/** Versions of the root key: salt and a canary that proves at boot that CONNECTUS_SECRET is the right one. */
export const keyVersions = gate.table("key_versions", {
  version: integer("version").primaryKey(),
  salt: bytea("salt").notNull(),
  iterations: integer("iterations").notNull(),
  canary: text("canary").notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
  retiredAt: instant("retired_at"),
});

export const instanceSettings = gate.table("instance_settings", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
});
