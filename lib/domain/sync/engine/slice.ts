import "server-only";
import type { RunObjectProgress, RunProgress } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import type { ObjectDefinition } from "@/lib/connectors/kit/connector";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { hintLive } from "@/lib/realtime/publish";
import type { OpenedConnection } from "../../integration/open-connection";

/** The run was canceled, ended or taken over by a newer slice: nothing more may be written under this number. */
export class StaleSlice extends Error {
  constructor() {
    super("another slice has taken over this run, or it has ended");
    this.name = "StaleSlice";
  }
}

export interface Slice {
  ctx: Ctx;
  runId: string;
  integrationId: string;
  /** The fencing number that every commit checks. */
  number: number;
  mode: "incremental" | "full";
  objects: string[];
  progress: RunProgress;
  opened: OpenedConnection;
  pageSize: number;
  deadline: number;
  signal: AbortSignal;
}

export function hasTime(slice: Slice): boolean {
  return Date.now() < slice.deadline;
}

export function progressOf(slice: Slice, object: Pick<ObjectDefinition, "name">): RunObjectProgress {
  slice.progress.objects[object.name] ??= emptyProgress();
  return slice.progress.objects[object.name] as RunObjectProgress;
}

export function emptyProgress(): RunObjectProgress {
  return {
    state: "waiting",
    pages: 0,
    read: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    deleted: 0,
    total: null,
  };
}

/** One commit of the slice: the work, the progress and the proof that the slice is still the one. */
export async function commitSlice<T>(slice: Slice, work: (tx: Tx) => Promise<T>): Promise<T> {
  return withWorkspace(slice.ctx, async (tx) => {
    const result = await work(tx);
    await fence(tx, slice);
    hintLive(tx, slice.ctx.workspaceId, "runs", slice.runId);
    return result;
  });
}

// The lock this takes on the run's row makes a newer claim wait for our commit, or us fail after theirs.
async function fence(tx: Tx, slice: Slice): Promise<void> {
  const { rowCount } = await tx.client.query(
    `update runs set progress = $3, updated_at = now(), waiting_until = null
     where id = $1 and slice = $2 and status = 'running'`,
    [slice.runId, slice.number, JSON.stringify(slice.progress)],
  );
  if (rowCount !== 1) throw new StaleSlice();
}
