import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, id, instant, lifecycle, ownedByWorkspace } from "./columns";
import { failureKinds, logLevels, runStatuses, runTriggers } from "./enums";

/** Our mirror of the platform. Hash-partitioned by integration (see `scripts/db-generate.mjs`). */
export const records = pgTable(
  "records",
  {
    integrationId: uuid("integration_id").notNull(),
    object: text("object").notNull(),
    externalId: text("external_id").notNull(),
    workspaceId: ownedByWorkspace(),
    hash: bytea("hash").notNull(),
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
    title: text("title"),
    externalUpdatedAt: instant("external_updated_at"),
    firstSeenAt: instant("first_seen_at").notNull(),
    changedAt: instant("changed_at").notNull(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.integrationId, t.object, t.externalId] }),
    // the records list of one integration, last changed first
    index("records_page").on(t.workspaceId, t.integrationId, t.object, t.changedAt, t.externalId),
  ],
);

export const syncCursors = pgTable(
  "sync_cursors",
  {
    integrationId: uuid("integration_id").notNull(),
    object: text("object").notNull(),
    workspaceId: ownedByWorkspace(),
    /** Where the unfinished pass stands; null between passes. */
    position: jsonb("position"),
    passMode: text("pass_mode", { enum: ["incremental", "full"] }),
    passRunId: uuid("pass_run_id"),
    passStartedAt: instant("pass_started_at"),
    /** Everything changed at the platform before this moment has been seen. */
    highWater: text("high_water"),
    lastFullPassAt: instant("last_full_pass_at"),
    ...lifecycle,
  },
  (t) => [primaryKey({ columns: [t.integrationId, t.object] })],
);

/** Ids seen by a running full pass; unlogged (lost = repeat the pass). */
export const syncSeen = pgTable(
  "sync_seen",
  {
    workspaceId: ownedByWorkspace(),
    runId: uuid("run_id").notNull(),
    object: text("object").notNull(),
    externalId: text("external_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.object, t.externalId] })],
);

export interface RunProgress {
  /** Each object's own counters; the order is that of `runs.objects`. */
  objects: Record<string, RunObjectProgress>;
  /** A person let this run delete more than the threshold allows. */
  acceptDeletions?: boolean;
}

export interface RunObjectProgress {
  state: "waiting" | "running" | "done" | "failed";
  pages: number;
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  deleted: number;
  /** Rows at the platform, when it says. */
  total: number | null;
  error?: RunError;
  note?: string;
}

export interface RunError {
  kind: string;
  message: string;
  fix: string;
}

export const runs = pgTable(
  "runs",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    integrationId: uuid("integration_id").notNull(),
    kind: text("kind", { enum: ["sync"] })
      .notNull()
      .default("sync"),
    trigger: text("trigger", { enum: runTriggers }).notNull(),
    mode: text("mode", { enum: ["incremental", "full"] })
      .notNull()
      .default("incremental"),
    status: text("status", { enum: runStatuses }).notNull().default("queued"),
    objects: text("objects").array().notNull(),
    progress: jsonb("progress").$type<RunProgress>().notNull(),
    error: jsonb("error").$type<RunError>(),
    /** Set while the platform's limit keeps the run waiting; not a failure. */
    waitingUntil: instant("waiting_until"),
    /** Fencing: a slice commits a page only while it holds this number. */
    slice: integer("slice").notNull().default(0),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    cancelRequestedAt: instant("cancel_requested_at"),
    ...lifecycle,
  },
  (t) => [
    // run lists, newest first
    index("runs_page").on(t.workspaceId, t.id),
    index("runs_of_integration").on(t.workspaceId, t.integrationId, t.id),
    // the sweep that revives stuck runs
    index("runs_open").on(t.status, t.updatedAt),
    // a second request meets the open run
    uniqueIndex("runs_one_open")
      .on(t.workspaceId, t.integrationId)
      .where(sql`status in ('queued', 'running')`),
  ],
);

/** What people read while it happens. Range-partitioned by uuid v7 (see `scripts/db-generate.mjs`). */
export const logs = pgTable(
  "logs",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    at: instant("at").notNull(),
    level: text("level", { enum: logLevels }).notNull(),
    event: text("event").notNull(),
    message: text("message").notNull(),
    integrationId: uuid("integration_id"),
    runId: uuid("run_id"),
    publicationId: uuid("publication_id"),
    detail: jsonb("detail").$type<Record<string, unknown>>(),
  },
  (t) => [
    // the log stream, newest first
    index("logs_page").on(t.workspaceId, t.id),
    // the log of one run or one integration
    index("logs_of_run").on(t.workspaceId, t.runId, t.id),
    index("logs_of_integration").on(t.workspaceId, t.integrationId, t.id),
  ],
);

/** Every call to a platform. Range-partitioned by uuid v7. */
export const calls = pgTable(
  "calls",
  {
    id: id(),
    workspaceId: ownedByWorkspace(),
    integrationId: uuid("integration_id").notNull(),
    at: instant("at").notNull(),
    connector: text("connector").notNull(),
    operation: text("operation").notNull(),
    method: text("method").notNull(),
    host: text("host").notNull(),
    path: text("path").notNull(),
    status: integer("status"),
    failureKind: text("failure_kind", { enum: failureKinds }),
    ms: integer("ms").notNull(),
    bytesIn: bigint("bytes_in", { mode: "number" }),
    runId: uuid("run_id"),
    publicationId: uuid("publication_id"),
  },
  (t) => [
    // calls of one integration over time: counts, error rate, latency
    index("calls_of_integration").on(t.workspaceId, t.integrationId, t.id),
    index("calls_page").on(t.workspaceId, t.id),
  ],
);
