import "server-only";
import type { Tx } from "@/lib/db/transaction";
import type { QuotaUse } from "../integration/types";

interface Row {
  bucket: string;
  window: string;
  capacity: number;
  tokens: number;
  full_at: Date;
  blocked_until: Date | null;
}

/** How much of each window is used now, by bucket. What the platform itself says stands under its own name. */
export async function listQuotaUse(
  tx: Tx,
  buckets: readonly string[],
  now: Date,
): Promise<Map<string, QuotaUse[]>> {
  const { rows } = await tx.client.query<Row>(
    `select bucket, "window", capacity, tokens, blocked_until,
       updated_at + make_interval(secs => capacity / nullif(refill_per_s, 0)) as full_at
     from gate.quota_windows
     where bucket = any($1::text[]) and "window" not in ('burst', 'platform')`,
    [buckets],
  );
  const found = new Map<string, QuotaUse[]>();
  for (const row of rows) {
    const list = found.get(row.bucket) ?? [];
    found.set(row.bucket, list);
    list.push(toUse(row, now));
  }
  return found;
}

function toUse(row: Row, now: Date): QuotaUse {
  const over = row.full_at <= now;
  return {
    window: row.window.replace(/^(platform|seen) /, ""),
    limit: row.capacity,
    used: over ? 0 : Math.max(0, Math.round(row.capacity - row.tokens)),
    resetsAt: over ? null : row.full_at.toISOString(),
  };
}

/** With the windows of single operations, whose buckets begin alike. */
export async function forgetQuota(tx: Tx, bucket: string): Promise<void> {
  await tx.client.query("delete from gate.quota_windows where starts_with(bucket, $1)", [bucket]);
  await tx.client.query("delete from gate.breakers where bucket = $1", [bucket]);
}
