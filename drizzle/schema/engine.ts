import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  pgSchema,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "./columns";

/**
 * The embedded engine's own store: the worker alone reads and writes it, as the system role. JSON columns are `json`,
 * not `jsonb`: they keep the text exactly, also `\u0000`, which `jsonb` refuses.
 */
export const engine = pgSchema("engine");

export const engineEvents = engine.table(
  "events",
  {
    /** The id of the outbox row, or one derived from run and step. A second event with the same id is dropped. */
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    payload: json("payload").notNull(),
    receivedAt: instant("received_at").notNull().defaultNow(),
  },
  // maintenance forgets old events
  (t) => [index("events_received").on(t.receivedAt)],
);

export const engineRuns = engine.table(
  "runs",
  {
    id: id(),
    functionId: text("function_id").notNull(),
    eventId: text("event_id").notNull(),
    status: text("status", { enum: ["queued", "running", "completed", "failed", "cancelled"] }).notNull(),
    /** Place in the queue: the moment of creation minus the priority in seconds. */
    score: instant("score").notNull(),
    /** Concurrency keys and, at the same position, how many items with that key may run at once. */
    keys: text("keys").array().notNull(),
    limits: integer("limits").array().notNull(),
    /** The run and step that wait for this one (`step.invoke`). */
    parentRunId: uuid("parent_run_id"),
    parentHash: text("parent_hash"),
    /** The run is cancelled when it has not started, or not finished, by then. */
    deadline: instant("deadline"),
    output: json("output"),
    error: json("error"),
    createdAt: instant("created_at").notNull().defaultNow(),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
  },
  (t) => [
    // which runs did this event start; events still needed by a run are kept
    index("runs_event").on(t.eventId),
    // cancelOn looks at the live runs of one function; the drain before a switch to Inngest counts them
    index("runs_live").on(t.functionId).where(sql`ended_at is null`),
    // maintenance forgets old runs
    index("runs_ended").on(t.endedAt),
    // the janitor cancels runs past their deadline
    index("runs_deadline").on(t.deadline).where(sql`ended_at is null and deadline is not null`),
  ],
);

export const engineSteps = engine.table(
  "steps",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => engineRuns.id, { onDelete: "cascade" }),
    /** SHA-1 in hex of the step's id, as the SDK reports it. */
    hash: text("hash").notNull(),
    name: text("name").notNull(),
    op: text("op").notNull(),
    state: text("state", { enum: ["planned", "done", "failed"] }).notNull(),
    /** Steps planned together: the function looks again when the last of them has ended. Null: after each. */
    batch: bigint("batch", { mode: "number" }),
    data: json("data"),
    error: json("error"),
    /** Order of completion, which the SDK needs to replay parallel steps. */
    seq: bigint("seq", { mode: "number" }).generatedByDefaultAsIdentity(),
    recordedAt: instant("recorded_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.hash] })],
);

export const engineQueue = engine.table(
  "queue",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: uuid("run_id")
      .notNull()
      .references(() => engineRuns.id, { onDelete: "cascade" }),
    /** run: goes through the function; one per live run. step: one planned step. timer: the end of a wait. */
    kind: text("kind", { enum: ["run", "step", "timer"] }).notNull(),
    stepHash: text("step_hash"),
    state: text("state", { enum: ["ready", "waiting", "blocked", "leased", "parked"] }).notNull(),
    score: instant("score").notNull(),
    runAt: instant("run_at").notNull().defaultNow(),
    attempt: integer("attempt").notNull().default(0),
    /** How often a worker died over it; a step that kills its worker is given up in the end. */
    losses: integer("losses").notNull().default(0),
    keys: text("keys").array().notNull(),
    limits: integer("limits").array().notNull(),
    /** The concurrency key without a free place. */
    blockedBy: text("blocked_by"),
    /** Somebody asked the function to look again while it was being gone through. */
    woken: boolean("woken").notNull().default(false),
    leaseToken: uuid("lease_token"),
    leaseUntil: instant("lease_until"),
  },
  (t) => [
    // one conductor per run: two at once could run the same step twice
    uniqueIndex("queue_conductor").on(t.runId).where(sql`kind = 'run'`),
    // a planned step is queued once; a finished run takes its items along
    uniqueIndex("queue_step").on(t.runId, t.stepHash).where(sql`step_hash is not null`),
    // the claim takes ready items by score
    index("queue_ready").on(t.score, t.id).where(sql`state = 'ready'`),
    // the promotion takes waiting items that are due
    index("queue_waiting").on(t.runAt).where(sql`state = 'waiting'`),
    // expired leases; how many items of a key are running
    index("queue_leased").on(t.leaseUntil).where(sql`state = 'leased'`),
    // the next item of a concurrency key
    index("queue_blocked").on(t.blockedBy, t.score, t.id).where(sql`state = 'blocked'`),
  ],
);

export const engineWaits = engine.table(
  "waits",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => engineRuns.id, { onDelete: "cascade" }),
    stepHash: text("step_hash").notNull(),
    eventName: text("event_name").notNull(),
    expression: text("expression"),
  },
  // an arriving event looks for those who wait for its name
  (t) => [primaryKey({ columns: [t.runId, t.stepHash] }), index("waits_event").on(t.eventName)],
);

/** A function with an idempotency key starts once per key and 24 hours. */
export const engineIdempotency = engine.table(
  "idempotency",
  {
    functionId: text("function_id").notNull(),
    key: text("key").notNull(),
    runId: uuid("run_id").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  // maintenance forgets expired keys
  (t) => [primaryKey({ columns: [t.functionId, t.key] }), index("idempotency_expires").on(t.expiresAt)],
);

/** Each tick of a cron once, however many workers there are. */
export const engineCronTicks = engine.table(
  "cron_ticks",
  {
    functionId: text("function_id").notNull(),
    cron: text("cron").notNull(),
    tickAt: instant("tick_at").notNull(),
    runId: uuid("run_id"),
  },
  (t) => [primaryKey({ columns: [t.functionId, t.cron, t.tickAt] })],
);
