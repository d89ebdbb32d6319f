import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, id, instant, lifecycle, ownedByWorkspace } from "./columns";
import { contentTypes, publicationStates } from "./enums";
import type { RunError } from "./sync";

export const contentItems = pgTable(
  "content_items",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    /** The caller's own id for this piece; unique in the workspace, so that a repeated request finds it. */
    contentId: text("content_id").notNull(),
    contentType: text("content_type", { enum: contentTypes }).notNull(),
    title: text("title").notNull(),
    contentData: jsonb("content_data").$type<Record<string, unknown>>().notNull(),
    version: integer("version").notNull().default(1),
    createdBy: text("created_by"),
    archivedAt: instant("archived_at"),
    ...lifecycle,
  },
  (t) => [
    unique("content_items_in_workspace").on(t.workspaceId, t.id),
    unique("content_items_caller_id").on(t.workspaceId, t.contentId),
    // the library, newest first
    index("content_items_page").on(t.workspaceId, t.updatedAt, t.id),
  ],
);

export const publications = pgTable(
  "publications",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    contentItemId: uuid("content_item_id").notNull(),
    contentVersion: integer("content_version").notNull(),
    /** Exactly what is to be released: a later edit of the item does not reach it. */
    snapshot: jsonb("snapshot").$type<Record<string, unknown>>().notNull(),
    contentType: text("content_type", { enum: contentTypes }).notNull(),
    integrationId: uuid("integration_id").notNull(),
    state: text("state", { enum: publicationStates }).notNull().default("queued"),
    priority: integer("priority").notNull().default(5),
    externalId: text("external_id"),
    externalUrl: text("external_url"),
    /** Set before the one mutation that must not be repeated; a set value forces a read-back first. */
    mutationStartedAt: instant("mutation_started_at"),
    claimToken: uuid("claim_token"),
    claimUntil: instant("claim_until"),
    attempts: integer("attempts").notNull().default(0),
    error: jsonb("error").$type<RunError>(),
    publishedAt: instant("published_at"),
    ...lifecycle,
  },
  (t) => [
    foreignKey({
      name: "publications_content_item",
      columns: [t.workspaceId, t.contentItemId],
      foreignColumns: [contentItems.workspaceId, contentItems.id],
    }).onDelete("cascade"),
    unique("publications_once").on(t.workspaceId, t.contentItemId, t.contentVersion, t.integrationId),
    // lists, newest first
    index("publications_page").on(t.workspaceId, t.id),
    // the sweep of unfinished ones
    index("publications_open")
      .on(t.state, t.updatedAt)
      .where(sql`state in ('queued', 'publishing', 'confirming')`),
  ],
);

export const media = pgTable(
  "media",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    sha256: bytea("sha256").notNull(),
    fileName: text("file_name").notNull(),
    mime: text("mime").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    width: integer("width"),
    height: integer("height"),
    alt: text("alt").notNull().default(""),
    bytes: bytea("bytes").notNull(),
    ...lifecycle,
  },
  (t) => [
    unique("media_once").on(t.workspaceId, t.sha256),
    // the media library, newest first
    index("media_page").on(t.workspaceId, t.id),
  ],
);

/** Which file already lies at which account, so that it is uploaded once. */
export const mediaUploads = pgTable(
  "media_uploads",
  {
    workspaceId: ownedByWorkspace(),
    integrationId: uuid("integration_id").notNull(),
    sha256: bytea("sha256").notNull(),
    externalId: text("external_id").notNull(),
    externalUrl: text("external_url").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.integrationId, t.sha256] })],
);
