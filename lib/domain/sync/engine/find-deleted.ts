import "server-only";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { hintLive } from "@/lib/realtime/publish";
import { writeLog } from "../../log/write-log";
import { mayDelete } from "../policy";
import { savePass } from "./cursor-row";
import type { Pass } from "./pass";
import { MovingGuard } from "./pull-records";
import { commitSlice, hasTime, progressOf, type Slice } from "./slice";
import { markDeleted, type Place } from "./write-rows";

const rowsPerCommit = 5000;

/** Works off the platform's own feed of what was deleted. False when the slice's time is up. */
export async function pullDeleted(slice: Slice, pass: Pass): Promise<boolean> {
  const feed = pass.definition.pullDeleted;
  const since = pass.state.deletedSince;
  if (!feed || since === null) return leave(slice, pass);
  const guard = new MovingGuard(pass.state.at);
  const place = placeOf(slice, pass);
  for (;;) {
    const pageSize = Math.max(1, Math.min(pass.definition.maxPageSize, slice.pageSize));
    const page = await feed(slice.opened.connection, { position: pass.state.at, since, pageSize });
    if (page.next !== null) guard.check(page.next);
    await commitSlice(slice, async (tx) => {
      const deleted = await markDeleted(tx, place, page.externalIds);
      progressOf(slice, pass.definition).deleted += deleted;
      pass.state.at = page.next;
      if (page.next === null) pass.state.phase = "absent";
      await savePass(tx, slice, pass);
      if (deleted > 0) hintLive(tx, slice.ctx.workspaceId, "records", slice.integrationId);
    });
    if (page.next === null) return true;
    if (!hasTime(slice)) return false;
  }
}

function placeOf(slice: Slice, pass: Pass): Place {
  const { integrationId, ctx } = slice;
  return { integrationId, workspaceId: ctx.workspaceId, object: pass.definition.name };
}

async function leave(slice: Slice, pass: Pass): Promise<boolean> {
  pass.state.at = null;
  pass.state.phase = "absent";
  await commitSlice(slice, (tx) => savePass(tx, slice, pass));
  return true;
}

export interface Absence {
  /** The pass proves what is there, so that it counts as a full one. */
  proven: boolean;
}

/** What a provably complete full pass did not see is gone. Soft, and held back when it is suspiciously much. */
export async function findAbsent(slice: Slice, pass: Pass): Promise<Absence> {
  if (pass.mode !== "full") return { proven: false };
  if (!pass.state.tracksSeen) return { proven: true };
  const count = await withWorkspace(slice.ctx, (tx) => countAbsent(tx, slice, pass));
  if (count.missing === 0) return { proven: count.seen === pass.state.seen };
  const doubt = doubtOf(slice, pass, count);
  if (doubt) {
    await hold(slice, pass, doubt);
    return { proven: doubt.proven };
  }
  while (await deleteSome(slice, pass));
  return { proven: true };
}

interface AbsentCount {
  total: number;
  missing: number;
  seen: number;
}

async function countAbsent(tx: Tx, slice: Slice, pass: Pass): Promise<AbsentCount> {
  const { rows } = await tx.client.query<AbsentCount>(
    `select
       (select count(*)::int from records where integration_id = $1 and object = $2 and deleted_at is null) as total,
       (select count(*)::int from sync_seen where run_id = $3 and object = $2) as seen,
       (select count(*)::int from (${absentIds}) absent) as missing`,
    [slice.integrationId, pass.definition.name, slice.runId],
  );
  return rows[0] ?? { total: 0, missing: 0, seen: 0 };
}

// "except" hashes or sorts; an anti join is planned by statistics that are older than the rows just written, and then
// takes minutes.
const absentIds = `
  select external_id from records where integration_id = $1 and object = $2 and deleted_at is null
  except select external_id from sync_seen where run_id = $3 and object = $2`;

interface Doubt {
  event: string;
  message: string;
  proven: boolean;
}

function doubtOf(slice: Slice, pass: Pass, count: AbsentCount): Doubt | null {
  const { missing, total } = count;
  const rows = pass.definition.label.toLowerCase();
  // The table of seen ids is unlogged: after a crash of the database it is empty.
  if (count.seen !== pass.state.seen || pass.state.drifted) {
    const message = `${missing} ${rows} were not seen, but the platform changed while it was read. Nothing was deleted; the next full pass looks again.`;
    return { event: "sync.deletions_unproven", message, proven: false };
  }
  if (slice.progress.acceptDeletions || mayDelete(missing, total)) return null;
  const message = `${missing} of ${total} ${rows} are gone at the platform. That is unusually many, so they were kept here. If it is right, run a full sync and accept the deletions.`;
  return { event: "sync.deletions_held", message, proven: true };
}

async function deleteSome(slice: Slice, pass: Pass): Promise<boolean> {
  return commitSlice(slice, async (tx) => {
    const { rows } = await tx.client.query<{ external_id: string }>(`${absentIds} limit ${rowsPerCommit}`, [
      slice.integrationId,
      pass.definition.name,
      slice.runId,
    ]);
    const ids = rows.map((row) => row.external_id);
    if (ids.length === 0) return false;
    progressOf(slice, pass.definition).deleted += await markDeleted(tx, placeOf(slice, pass), ids);
    hintLive(tx, slice.ctx.workspaceId, "records", slice.integrationId);
    return true;
  });
}

async function hold(slice: Slice, pass: Pass, doubt: Doubt): Promise<void> {
  await commitSlice(slice, async (tx) => {
    progressOf(slice, pass.definition).note = doubt.message;
    await writeLog(tx, slice.ctx, {
      level: "warn",
      event: doubt.event,
      message: doubt.message,
      integrationId: slice.integrationId,
      runId: slice.runId,
      detail: { object: pass.definition.name },
    });
  });
}
