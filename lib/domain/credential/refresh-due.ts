import "server-only";
import { sql } from "drizzle-orm";
import { jobContext } from "@/lib/access/mint";
import { isProviderFailure } from "@/lib/connectors/kit/failure";
import { withSystem } from "@/lib/db/transaction";
import { isAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { freshToken } from "./fresh-token";

const atOnce = 8;

/**
 * Renews what is due at `now`, so that a quiet integration does not lose its access. Paused ones too.
 * One that cannot be renewed now is left for the next sweep.
 */
export async function refreshDue(now: Date): Promise<{ due: number; renewed: number; failed: number }> {
  const due = await listDue(now);
  const counts = { due: due.length, renewed: 0, failed: 0 };
  const queue = [...due];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        if (await refreshOne(next, now)) counts.renewed += 1;
        else counts.failed += 1;
      }
    }),
  );
  return counts;
}

interface Due {
  workspace_id: string;
  integration_id: string;
}

async function listDue(now: Date): Promise<Due[]> {
  const { rows } = await withSystem((tx) =>
    tx.execute(sql`
      select c.workspace_id, c.integration_id
      from credentials c join integrations i on i.id = c.integration_id
      where c.refresh_after <= ${now.toISOString()}::timestamptz
        and (c.lease_until is null or c.lease_until < clock_timestamp())
        and i.deleted_at is null and i.status in ('connected', 'refreshing', 'paused', 'error')
      order by c.refresh_after
      limit 500`),
  );
  return rows as unknown as Due[];
}

async function refreshOne(due: Due, now: Date): Promise<boolean> {
  try {
    const ctx = jobContext(due.workspace_id, "credential.refresh-due", now);
    await freshToken(ctx, due.integration_id, { now });
    return true;
  } catch (error) {
    if (!isProviderFailure(error) && !isAppError(error)) throw error;
    log.warn({ integrationId: due.integration_id, err: error.message }, "a token could not be renewed");
    return false;
  }
}
