import { sql } from "drizzle-orm";
import { inngest } from "@/inngest/client";
import { job } from "@/inngest/errors";
import { withSystem } from "@/lib/db/transaction";

/** What is forgotten and when. Rows that something alive still needs stay, however old. */
const chores = {
  "engine runs": sql`delete from engine.runs where ended_at < now() - interval '7 days'`,
  "engine events": sql`delete from engine.events e where received_at < now() - interval '7 days'
    and not exists (select from engine.runs r where r.event_id = e.id)`,
  "engine idempotency keys": sql`delete from engine.idempotency where expires_at < now()`,
  "engine ticks": sql`delete from engine.cron_ticks t where tick_at < now() - interval '7 days'
    and exists (select from engine.cron_ticks n where n.function_id = t.function_id and n.cron = t.cron and n.tick_at > t.tick_at)`,
  "sent outbox rows": sql`delete from outbox where sent_at < now() - interval '7 days'`,
  "oauth states": sql`delete from gate.oauth_states where expires_at < now() - interval '1 day'`,
  "request idempotency keys": sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`,
  "ended sessions": sql`delete from gate.sessions where least(expires_at, revoked_at, last_seen_at + interval '1 day') < now() - interval '30 days'`,
  "counted attempts": sql`delete from gate.attempts where greatest(window_ends_at, blocked_until) < now()`,
  "invite links": sql`delete from gate.invite_tokens where expires_at < now() - interval '1 day'`,
} as const;

export const keepHouse = inngest.createFunction(
  { id: "keep-house", name: "Keep house", triggers: [{ cron: "41 * * * *" }], concurrency: 1 },
  ({ step }) =>
    step.run(
      "forget",
      job(async () => {
        const forgotten: Record<string, number> = {};
        for (const [name, statement] of Object.entries(chores)) {
          const { rowCount } = await withSystem((tx) => tx.execute(statement));
          forgotten[name] = rowCount ?? 0;
        }
        return forgotten;
      }),
    ),
);
