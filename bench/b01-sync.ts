import { createHash } from "node:crypto";
import type { Ctx } from "@/lib/access/context";
import { manifest } from "@/lib/connectors/hubspot/manifest";
import { closePools, systemPool } from "@/lib/db/client";
import { withWorkspace } from "@/lib/db/transaction";
import { runSlice } from "@/lib/domain/sync/engine/run-slice";
import { requestSync } from "@/lib/domain/sync/request-sync";
import { connectHubspot, pointAtSandbox } from "@/lib/testing/connected";
import { makeOwner } from "@/lib/testing/people";
import { startSandboxProcess } from "@/lib/testing/sandbox";

/**
 * The whole line (sandbox over HTTP, pages of 100, map, hash, upsert as app role in batches) against a bare `unnest`
 * upsert of the very same rows in batches of 1,000. "Changed" makes every stored hash differ before the run.
 */
const rows = Number(process.env.B01_ROWS ?? 10_000);
const pairs = 5;
const targets = { new: 0.5, changed: 0.45 };

interface Row {
  external_id: string;
  hash: Buffer;
  data: string;
  title: string | null;
  external_updated_at: Date | null;
}

type Kind = keyof typeof targets;

// The sandbox's limiter is off, so ours must not keep HubSpot's 110 calls in 10 s: it would be all that is measured.
manifest.rateLimits = [];

const sandbox = await startSandboxProcess({ contacts: rows, limiter: false });
try {
  await pointAtSandbox(sandbox);
  const ctx = await makeOwner("Bench");
  const integrationId = await connectHubspot(ctx);
  await line(ctx, integrationId);
  const same = await readRows(ctx, integrationId);
  const result = { new: await compare("new"), changed: await compare("changed") };
  console.log(
    JSON.stringify({
      id: "B01",
      value: result.new.line,
      unit: "rows/s",
      against: result.new.bare,
      ratio: result.new.ratio,
      target: targets.new,
      changed: { ...result.changed, target: targets.changed },
      rows,
    }),
  );

  async function compare(kind: Kind) {
    const seen: { line: number; bare: number; ratio: number }[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      await reset(integrationId, kind);
      const whole = await timed(() => line(ctx, integrationId));
      await reset(integrationId, kind);
      const bare = await timed(() => upsertBare(ctx, integrationId, same));
      seen.push({ line: rows / whole, bare: rows / bare, ratio: bare / whole });
      console.log(`${kind} ${pair + 1}/${pairs}: line ${whole.toFixed(2)} s, bare ${bare.toFixed(2)} s`);
    }
    const median = (key: "line" | "bare" | "ratio") =>
      seen.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(pairs / 2)] ?? 0;
    return {
      line: Math.round(median("line")),
      bare: Math.round(median("bare")),
      ratio: Number(median("ratio").toFixed(2)),
    };
  }
} finally {
  await closePools();
  await sandbox.stop();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function line(ctx: Ctx, integrationId: string): Promise<void> {
  const { runId } = await requestSync(ctx, {
    integrationId,
    mode: "full",
    objects: ["contacts"],
    trigger: "manual",
  });
  for (;;) {
    const outcome = await runSlice(ctx, { runId });
    if (outcome.state === "ended") return;
    if (outcome.state === "waiting") throw new Error(`paced for ${outcome.seconds} s: this measures nothing`);
  }
}

async function readRows(ctx: Ctx, integrationId: string): Promise<Row[]> {
  const { rows: found } = await withWorkspace(ctx, (tx) =>
    tx.client.query<Row>(
      `select external_id, hash, data::text as data, title, external_updated_at from records
       where integration_id = $1 and object = 'contacts' order by external_id`,
      [integrationId],
    ),
  );
  if (found.length !== rows) throw new Error(`the line brought ${found.length} of ${rows} rows`);
  return found;
}

/** As it was before a first sync, or with every row stored in another state. Our own pacing starts afresh. */
async function reset(integrationId: string, kind: Kind): Promise<void> {
  const pool = systemPool();
  await pool.query("delete from gate.quota_windows");
  await pool.query("delete from sync_cursors where integration_id = $1", [integrationId]);
  if (kind === "new") await pool.query("delete from records where integration_id = $1", [integrationId]);
  else {
    const other = createHash("sha256").update(String(performance.now())).digest();
    await pool.query("update records set hash = $2 where integration_id = $1", [integrationId, other]);
  }
  await pool.query("analyze records");
}

async function upsertBare(ctx: Ctx, integrationId: string, all: Row[]): Promise<void> {
  for (let from = 0; from < all.length; from += 1000) {
    const batch = all.slice(from, from + 1000);
    await withWorkspace(ctx, (tx) =>
      tx.client.query(
        `insert into records (integration_id, object, external_id, workspace_id, hash, data, title,
           external_updated_at, first_seen_at, changed_at)
         select $1, 'contacts', i.external_id, $2, i.hash, i.data::jsonb, i.title, i.updated_at, now(), now()
         from unnest($3::text[], $4::bytea[], $5::text[], $6::text[], $7::timestamptz[])
           as i(external_id, hash, data, title, updated_at)
         on conflict (integration_id, object, external_id) do update set hash = excluded.hash,
           data = excluded.data, title = excluded.title, external_updated_at = excluded.external_updated_at,
           changed_at = excluded.changed_at, deleted_at = null`,
        [
          integrationId,
          ctx.workspaceId,
          batch.map((row) => row.external_id),
          batch.map((row) => row.hash),
          batch.map((row) => row.data),
          batch.map((row) => row.title),
          batch.map((row) => row.external_updated_at),
        ],
      ),
    );
  }
}
