import "server-only";
import type { RunObjectProgress } from "@/drizzle/schema/sync";
import type { JsonValue, PullPage } from "@/lib/connectors/kit/connector";
import { ProviderFailure } from "@/lib/connectors/kit/failure";
import { hintLive } from "@/lib/realtime/publish";
import { savePass } from "./cursor-row";
import { type MirrorRow, toMirrorRow } from "./normalise";
import type { Pass } from "./pass";
import { commitSlice, hasTime, progressOf, type Slice } from "./slice";
import { type WriteCounts, writeRows, writeSeen } from "./write-rows";

/** Pages are gathered to one commit of at most this many rows (measured: 100 → 1,000 rows doubles the rate) … */
const rowsPerCommit = 1000;
/** … or this much time, so that a slow platform's rows still arrive before one's eyes and survive a crash. */
const gatherMs = 400;

interface Gathered {
  rows: Map<string, MirrorRow>;
  read: number;
  pages: number;
  unusable: number;
  /** What the pages said the whole pass holds. */
  totals: Set<number>;
  last: PullPage | null;
  since: number;
}

const gather = (): Gathered => ({
  rows: new Map(),
  read: 0,
  pages: 0,
  unusable: 0,
  totals: new Set(),
  last: null,
  since: Date.now(),
});

/** Reads pages until the pass's records are through (true) or the slice's time is up (false). */
export async function pullRecords(slice: Slice, pass: Pass): Promise<boolean> {
  const guard = new MovingGuard(pass.state.at);
  let next: Promise<PullPage> | null = fetchPage(slice, pass, pass.state.at);
  let writing: Promise<void> = Promise.resolve();
  for (;;) {
    const batch = gather();
    let broken: { error: unknown } | null = null;
    // The next page is on its way while this one is written.
    while (next && !isFull(batch)) {
      const page = await next.catch((error: unknown) => {
        broken = { error };
        return null;
      });
      next = null;
      if (!page) break;
      add(batch, page);
      if (page.next === null) break;
      guard.check(page.next);
      if (hasTime(slice)) next = fetchPage(slice, pass, page.next);
    }
    await writing;
    if (batch.last) writing = commitBatch(slice, pass, batch, batch.last);
    writing.catch(() => undefined);
    if (next) continue;
    await writing;
    if (broken) throw (broken as { error: unknown }).error;
    return pass.state.phase !== "records";
  }
}

function isFull(batch: Gathered): boolean {
  return batch.rows.size >= rowsPerCommit || (batch.pages > 0 && Date.now() - batch.since >= gatherMs);
}

function fetchPage(slice: Slice, pass: Pass, position: JsonValue): Promise<PullPage> {
  const pageSize = Math.max(1, Math.min(pass.definition.maxPageSize, slice.pageSize));
  const page = pass.definition.pull(slice.opened.connection, { position, since: pass.state.since, pageSize });
  // Looked at later; until then a rejection must not count as unhandled.
  page.catch(() => undefined);
  return page;
}

function add(batch: Gathered, page: PullPage): void {
  for (const record of page.records) {
    const row = toMirrorRow(record);
    if (row) batch.rows.set(row.externalId, row);
    else batch.unusable += 1;
  }
  batch.read += page.records.length;
  batch.pages += 1;
  if (page.total !== null) batch.totals.add(page.total);
  batch.last = page;
}

async function commitBatch(slice: Slice, pass: Pass, batch: Gathered, last: PullPage): Promise<void> {
  // Two batches never meet, and one order of keys keeps two slices from locking each other.
  const rows = [...batch.rows.values()].sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
  const { integrationId, ctx } = slice;
  const place = { integrationId, workspaceId: ctx.workspaceId, object: pass.definition.name };
  await commitSlice(slice, async (tx) => {
    const counts = await writeRows(tx, place, rows);
    if (pass.state.tracksSeen) {
      const ids = rows.map((row) => row.externalId);
      pass.state.seen += await writeSeen(tx, place, slice.runId, ids);
    }
    advance(pass, last, batch.totals);
    await savePass(tx, slice, pass);
    count(progressOf(slice, pass.definition), batch, counts);
    if (counts.created + counts.updated > 0)
      hintLive(tx, slice.ctx.workspaceId, "records", slice.integrationId);
  });
}

function count(progress: RunObjectProgress, batch: Gathered, counts: WriteCounts): void {
  progress.read += batch.read;
  progress.pages += batch.pages;
  progress.created += counts.created;
  progress.updated += counts.updated;
  progress.unchanged += counts.unchanged;
  progress.total = batch.last?.total ?? progress.total;
  if (batch.unusable > 0) progress.note = "Rows without a usable id were left out.";
}

function advance(pass: Pass, last: PullPage, totals: ReadonlySet<number>): void {
  const { state } = pass;
  state.at = last.next;
  if (last.highWater !== undefined) state.highWater = last.highWater;
  for (const total of totals) {
    state.totalAtStart ??= total;
    if (state.totalAtStart !== total) state.drifted = true;
  }
  if (last.next === null) state.phase = pass.definition.pullDeleted ? "deleted" : "absent";
}

/** Ends a pass whose cursor stands still or goes in a circle. */
export class MovingGuard {
  private readonly seen = new Set<string>();

  constructor(start: JsonValue) {
    if (start !== null) this.seen.add(JSON.stringify(start));
  }

  /** @throws ProviderFailure unexpected_shape */
  check(position: JsonValue): void {
    const mark = JSON.stringify(position);
    if (this.seen.has(mark)) {
      throw new ProviderFailure(
        "unexpected_shape",
        "The platform's paging does not move: it gave the same position twice, so reading was stopped.",
      );
    }
    this.seen.add(mark);
  }
}
