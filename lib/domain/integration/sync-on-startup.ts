import "server-only";
import { sql } from "drizzle-orm";
import { withSystem } from "@/lib/db/transaction";

const spreadS = 60;
const recentMinutes = 10;

/**
 * When a worker starts, integrations with `syncOnStartup` get their next scheduled sync within the minute; the sweep
 * starts and claims it as ever. One that is due by then or synced lately is left alone, so that several workers, or
 * one that starts again and again, bring one sync. Returns how many were moved forward.
 */
export async function syncOnStartup(): Promise<number> {
  const moved = await withSystem((tx) =>
    tx.execute(sql`
      update schedules s
      set next_at = now() + random() * ${spreadS} * interval '1 second', updated_at = now()
      from integrations i
      where i.id = s.integration_id and i.deleted_at is null and i.status = 'connected'
        and s.enabled and s.next_at > now() + ${spreadS} * interval '1 second'
        and coalesce(i.settings #> '{sync,syncOnStartup}', 'true') <> 'false'
        and not exists (
          select from runs r
          where r.workspace_id = i.workspace_id and r.integration_id = i.id
            and r.created_at > now() - ${recentMinutes} * interval '1 minute')`),
  );
  return moved.rowCount ?? 0;
}
