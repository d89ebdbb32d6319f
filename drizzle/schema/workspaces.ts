import {
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, lifecycle, ownedByWorkspace } from "./columns";
import { memberRoles } from "./enums";

export const workspaces = pgTable("workspaces", {
  id: id(),
  name: text("name").notNull(),
  timeZone: text("time_zone").notNull().default("UTC"),
  ...lifecycle,
});

export const users = pgTable("users", {
  id: id(),
  email: text("email").notNull(),
  name: text("name").notNull(),
  ...lifecycle,
});

export const members = pgTable(
  "members",
  {
    id: id(),
    workspaceId: ownedByWorkspace().references(() => workspaces.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    role: text("role", { enum: memberRoles }).notNull(),
    ...lifecycle,
  },
  (t) => [
    unique("members_once").on(t.workspaceId, t.userId),
    // finds the workspaces of a person at sign-in and in the switcher
    index("members_of_user").on(t.userId),
  ],
);

export const invites = pgTable(
  "invites",
  {
    id: id(),
    workspaceId: ownedByWorkspace().references(() => workspaces.id, { onDelete: "cascade" }),
    email: text("email"),
    role: text("role", { enum: memberRoles }).notNull(),
    invitedBy: uuid("invited_by").notNull(),
    expiresAt: instant("expires_at").notNull(),
    acceptedAt: instant("accepted_at"),
    acceptedBy: uuid("accepted_by"),
    revokedAt: instant("revoked_at"),
    ...lifecycle,
  },
  // the members page, newest first
  (t) => [index("invites_page").on(t.workspaceId, t.createdAt, t.id)],
);

export const apiKeys = pgTable(
  "api_keys",
  {
    id: id(),
    workspaceId: ownedByWorkspace().references(() => workspaces.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    prefix: text("prefix").notNull(),
    scopes: text("scopes").array().notNull(),
    createdBy: uuid("created_by").notNull(),
    expiresAt: instant("expires_at"),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
    ...lifecycle,
  },
  // the API keys page, newest first
  (t) => [index("api_keys_page").on(t.workspaceId, t.createdAt, t.id)],
);

/** The workspace's own data key, wrapped by a root-key version. Deleting the row shreds all it sealed. */
export const workspaceKeys = pgTable(
  "workspace_keys",
  {
    workspaceId: ownedByWorkspace().references(() => workspaces.id, { onDelete: "cascade" }),
    keyId: integer("key_id").notNull(),
    rootVersion: integer("root_version").notNull(),
    wrapped: text("wrapped").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.keyId] })],
);

export const auditEntries = pgTable(
  "audit_entries",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    at: instant("at").notNull().defaultNow(),
    actorKind: text("actor_kind", { enum: ["user", "apiKey", "system", "webhook"] }).notNull(),
    actorId: text("actor_id"),
    action: text("action").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id"),
    before: jsonb("before"),
    after: jsonb("after"),
    requestId: text("request_id"),
    ip: text("ip"),
  },
  (t) => [
    // audit page, newest first
    index("audit_page").on(t.workspaceId, t.id),
    // history of one thing
    index("audit_subject").on(t.workspaceId, t.subjectKind, t.subjectId, t.id),
  ],
);

export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    workspaceId: ownedByWorkspace(),
    key: text("key").notNull(),
    requestHash: text("request_hash").notNull(),
    status: integer("status"),
    response: text("response"),
    lockedUntil: instant("locked_until"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.key] }),
    uniqueIndex("idempotency_age").on(t.workspaceId, t.createdAt, t.key),
  ],
);
