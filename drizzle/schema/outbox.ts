import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "./columns";

/**
 * The only way to emit an event: one row in the transaction of the change. The row's id is the event id.
 * `workspaceId` is null for instance-wide events, which only the system role may write.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: id(),
    workspaceId: uuid("workspace_id"),
    name: text("name").notNull(),
    v: integer("v").notNull().default(1),
    data: jsonb("data").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    sentAt: instant("sent_at"),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    /** A row that failed by itself is left alone until then, so that it does not hold up the others. */
    retryAt: instant("retry_at"),
  },
  // the relay takes unsent rows, oldest first
  (t) => [index("outbox_unsent").on(t.id).where(sql`sent_at is null`)],
);
