import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, lifecycle, ownedByWorkspace } from "./columns";
import { integrationStatuses } from "./enums";

export const integrations = pgTable(
  "integrations",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    connector: text("connector").notNull(),
    name: text("name").notNull(),
    status: text("status", { enum: integrationStatuses }).notNull().default("pending"),
    statusReason: text("status_reason"),
    statusSince: instant("status_since").notNull().defaultNow(),
    /** Non-secret connection fields, e.g. `{ siteUrl }`. */
    config: jsonb("config").$type<Record<string, string>>().notNull().default({}),
    externalAccountId: text("external_account_id"),
    accountLabel: text("account_label"),
    grantedScopes: text("granted_scopes").array().notNull().default(sql`'{}'`),
    settings: jsonb("settings").$type<Record<string, unknown>>().notNull().default({}),
    isPrivate: boolean("is_private").notNull().default(false),
    ownerUserId: uuid("owner_user_id"),
    isSandbox: boolean("is_sandbox").notNull().default(false),
    lastTest: jsonb("last_test"),
    lastTestedAt: instant("last_tested_at"),
    lastSyncAt: instant("last_sync_at"),
    version: integer("version").notNull().default(1),
    deletedAt: instant("deleted_at"),
    ...lifecycle,
  },
  (t) => [
    // what the foreign keys point at: a reference never leaves its workspace
    unique("integrations_in_workspace").on(t.workspaceId, t.id),
    // the list, newest first, without the deleted
    index("integrations_page").on(t.workspaceId, t.createdAt, t.id).where(sql`deleted_at is null`),
    uniqueIndex("integrations_account")
      .on(t.workspaceId, t.connector, t.externalAccountId)
      .where(sql`deleted_at is null and external_account_id is not null`),
  ],
);

export const integrationStatusChanges = pgTable(
  "integration_status_changes",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    integrationId: uuid("integration_id").notNull(),
    fromStatus: text("from_status", { enum: integrationStatuses }),
    toStatus: text("to_status", { enum: integrationStatuses }).notNull(),
    reason: text("reason"),
    at: instant("at").notNull().defaultNow(),
  },
  // the activity list of one integration
  (t) => [
    foreignKey({
      name: "status_changes_integration",
      columns: [t.workspaceId, t.integrationId],
      foreignColumns: [integrations.workspaceId, integrations.id],
    }).onDelete("cascade"),
    index("integration_status_history").on(t.workspaceId, t.integrationId, t.id),
  ],
);

/** Secrets live apart from what lists join. `sealed` opens only for this workspace, integration and field. */
export const credentials = pgTable(
  "credentials",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    integrationId: uuid("integration_id").notNull().unique(),
    sealed: text("sealed").notNull(),
    version: integer("version").notNull().default(1),
    expiresAt: instant("expires_at"),
    refreshAfter: instant("refresh_after"),
    leaseToken: uuid("lease_token"),
    leaseUntil: instant("lease_until"),
    refreshFailedDays: text("refresh_failed_days").array().notNull().default(sql`'{}'`),
    ...lifecycle,
  },
  // the refresh sweep
  (t) => [
    foreignKey({
      name: "credentials_integration",
      columns: [t.workspaceId, t.integrationId],
      foreignColumns: [integrations.workspaceId, integrations.id],
    }).onDelete("cascade"),
    index("credentials_due").on(t.refreshAfter).where(sql`refresh_after is not null`),
  ],
);

/** User schedules are rows swept every minute; a tick is claimed once by its unique key. */
export const schedules = pgTable(
  "schedules",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    integrationId: uuid("integration_id").notNull().unique(),
    everyMinutes: integer("every_minutes").notNull(),
    nextAt: instant("next_at").notNull(),
    enabled: boolean("enabled").notNull().default(true),
    ...lifecycle,
  },
  // the minute sweep, over all workspaces
  (t) => [
    foreignKey({
      name: "schedules_integration",
      columns: [t.workspaceId, t.integrationId],
      foreignColumns: [integrations.workspaceId, integrations.id],
    }).onDelete("cascade"),
    unique("schedules_in_workspace").on(t.workspaceId, t.id),
    index("schedules_due").on(t.nextAt).where(sql`enabled`),
  ],
);

export const scheduleTicks = pgTable(
  "schedule_ticks",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    scheduleId: uuid("schedule_id").notNull(),
    tickAt: instant("tick_at").notNull(),
    runId: uuid("run_id"),
  },
  (t) => [
    foreignKey({
      name: "schedule_ticks_schedule",
      columns: [t.workspaceId, t.scheduleId],
      foreignColumns: [schedules.workspaceId, schedules.id],
    }).onDelete("cascade"),
    uniqueIndex("schedule_tick_once").on(t.scheduleId, t.tickAt),
  ],
);
