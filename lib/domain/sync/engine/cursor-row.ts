import "server-only";
import { and, eq } from "drizzle-orm";
import { records, syncCursors } from "@/drizzle/schema/sync";
import type { ObjectDefinition } from "@/lib/connectors/kit/connector";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { findsAbsence, passModeFor, widen } from "../policy";
import { newPassState, type Pass, toPassState } from "./pass";
import { commitSlice, progressOf, type Slice } from "./slice";

/** Goes on with this run's unfinished pass over the object, or begins one. */
export async function openPass(slice: Slice, definition: ObjectDefinition): Promise<Pass> {
  const stored = await withWorkspace(slice.ctx, (tx) => readCursor(tx, slice, definition.name));
  const state = toPassState(stored.cursor?.position);
  if (stored.cursor?.passRunId === slice.runId && state && stored.cursor.passMode) {
    const startedAt = stored.cursor.passStartedAt ?? new Date();
    return { definition, mode: stored.cursor.passMode, startedAt, state };
  }
  return beginPass(slice, definition, stored);
}

async function readCursor(tx: Tx, slice: Slice, object: string) {
  const place = and(eq(syncCursors.integrationId, slice.integrationId), eq(syncCursors.object, object));
  const [cursor] = await tx.select().from(syncCursors).where(place);
  const rows = await tx
    .select({ id: records.externalId })
    .from(records)
    .where(and(eq(records.integrationId, slice.integrationId), eq(records.object, object)))
    .limit(1);
  return { cursor: cursor ?? null, hasRows: rows.length > 0 };
}

async function beginPass(
  slice: Slice,
  definition: ObjectDefinition,
  stored: Awaited<ReturnType<typeof readCursor>>,
): Promise<Pass> {
  const startedAt = new Date();
  const highWater = stored.cursor?.highWater ?? null;
  const lastFullPassAt = stored.cursor?.lastFullPassAt ?? null;
  const mode = passModeFor(definition, slice.mode, { highWater, lastFullPassAt }, startedAt);
  const since = widen(highWater, definition.lookbackS);
  const state = newPassState({ mode, since, hasRows: stored.hasRows, tracksSeen: findsAbsence(definition) });
  const pass: Pass = { definition, mode, startedAt, state };
  progressOf(slice, definition).state = "running";
  await commitSlice(slice, async (tx) => {
    // What an abandoned pass of an earlier run had seen proves nothing now.
    const before = stored.cursor?.passRunId;
    if (before) await forgetSeen(tx, before, definition.name);
    const pos = { position: state, passMode: mode, passRunId: slice.runId, passStartedAt: startedAt };
    await tx
      .insert(syncCursors)
      .values({
        integrationId: slice.integrationId,
        object: definition.name,
        workspaceId: slice.ctx.workspaceId,
        ...pos,
      })
      .onConflictDoUpdate({
        target: [syncCursors.integrationId, syncCursors.object],
        set: { ...pos, updatedAt: startedAt },
      });
  });
  return pass;
}

export async function savePass(tx: Tx, slice: Slice, pass: Pass): Promise<void> {
  await tx.client.query(
    `update sync_cursors set position = $3, updated_at = now() where integration_id = $1 and object = $2`,
    [slice.integrationId, pass.definition.name, JSON.stringify(pass.state)],
  );
}

/** The pass is over: its mark becomes the start of the next one. */
export async function closePass(tx: Tx, slice: Slice, pass: Pass, wasComplete: boolean): Promise<void> {
  const highWater = pass.state.highWater ?? (pass.state.since === null ? pass.startedAt.toISOString() : null);
  await tx.client.query(
    `update sync_cursors set position = null, pass_mode = null, pass_run_id = null, pass_started_at = null,
       high_water = coalesce($3, high_water), updated_at = now(),
       last_full_pass_at = case when $4 then $5::timestamptz else last_full_pass_at end
     where integration_id = $1 and object = $2`,
    [slice.integrationId, pass.definition.name, highWater, wasComplete, pass.startedAt],
  );
  if (pass.state.tracksSeen) await forgetSeen(tx, slice.runId, pass.definition.name);
}

async function forgetSeen(tx: Tx, runId: string, object: string): Promise<void> {
  await tx.client.query("delete from sync_seen where run_id = $1 and object = $2", [runId, object]);
}
