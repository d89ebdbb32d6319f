import "server-only";
import type { Tx } from "@/lib/db/transaction";
import type { MirrorRow } from "./normalise";

export interface Place {
  workspaceId: string;
  integrationId: string;
  object: string;
}

export interface WriteCounts {
  created: number;
  updated: number;
  unchanged: number;
}

/**
 * Hash-guarded upsert. What did not change is neither sent nor written: only its id and hash travel (an
 * `on conflict … where` would still lock, and so rewrite, every unchanged row). Ids must be unique in the batch.
 */
export async function writeRows(tx: Tx, place: Place, rows: readonly MirrorRow[]): Promise<WriteCounts> {
  if (rows.length === 0) return { created: 0, updated: 0, unchanged: 0 };
  const known = await compare(tx, place, rows);
  const fresh = rows.filter((_, index) => known[index] !== "same");
  if (fresh.length > 0) await upsert(tx, place, fresh);
  const existing = known.filter((state) => state !== undefined).length;
  const unchanged = known.filter((state) => state === "same").length;
  return { created: rows.length - existing, updated: existing - unchanged, unchanged };
}

// The lateral look-up with its limit is one index probe per row whatever the statistics say: right after a first
// sync they still say "empty", and a plain join then compares every row with every other.
async function compare(tx: Tx, place: Place, rows: readonly MirrorRow[]) {
  const found = await tx.client.query<{ n: number; same: boolean }>(
    `select i.n::int as n, r.hash = i.hash and r.deleted_at is null as same
     from unnest($3::text[], $4::bytea[]) with ordinality as i(external_id, hash, n)
     cross join lateral (
       select hash, deleted_at from records
       where integration_id = $1 and object = $2 and external_id = i.external_id limit 1) r`,
    [place.integrationId, place.object, rows.map((row) => row.externalId), rows.map((row) => row.hash)],
  );
  const states = new Array<"same" | "changed" | undefined>(rows.length).fill(undefined);
  for (const { n, same } of found.rows) states[n - 1] = same ? "same" : "changed";
  return states;
}

async function upsert(tx: Tx, place: Place, rows: readonly MirrorRow[]): Promise<void> {
  await tx.client.query(
    `insert into records as r (integration_id, object, external_id, workspace_id, hash, data, title,
       external_updated_at, first_seen_at, changed_at)
     select $1, $2, i.external_id, $3, i.hash, i.data::jsonb, i.title, i.updated_at, clock.at, clock.at
     from unnest($4::text[], $5::bytea[], $6::text[], $7::text[], $8::timestamptz[])
       as i(external_id, hash, data, title, updated_at),
       (select clock_timestamp()::timestamptz(3) as at) clock
     on conflict (integration_id, object, external_id) do update set
       hash = excluded.hash, data = excluded.data, title = excluded.title,
       external_updated_at = excluded.external_updated_at, changed_at = excluded.changed_at, deleted_at = null`,
    [
      place.integrationId,
      place.object,
      place.workspaceId,
      rows.map((row) => row.externalId),
      rows.map((row) => row.hash),
      rows.map((row) => row.json),
      rows.map((row) => row.title),
      rows.map((row) => row.updatedAt),
    ],
  );
}

/** Keeps the ids of a full pass; answers how many were new to it. */
export async function writeSeen(
  tx: Tx,
  place: Place,
  runId: string,
  ids: readonly string[],
): Promise<number> {
  const { rowCount } = await tx.client.query(
    `insert into sync_seen (workspace_id, run_id, object, external_id)
     select $1, $2, $3, unnest($4::text[]) on conflict do nothing`,
    [place.workspaceId, runId, place.object, ids],
  );
  return rowCount ?? 0;
}

/** Soft delete by id; answers how many were not deleted before. */
export async function markDeleted(tx: Tx, place: Place, ids: readonly string[]): Promise<number> {
  const { rowCount } = await tx.client.query(
    `update records set deleted_at = now(), changed_at = now()
     where integration_id = $1 and object = $2 and external_id = any($3::text[]) and deleted_at is null`,
    [place.integrationId, place.object, ids],
  );
  return rowCount ?? 0;
}
