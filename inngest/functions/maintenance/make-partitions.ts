import { sql } from "drizzle-orm";
import { inngest } from "@/inngest/client";
import { job } from "@/inngest/errors";
import { withSystem } from "@/lib/db/transaction";

/** Month partitions are made two months ahead, so one missed day harms nobody. */
export const makePartitions = inngest.createFunction(
  { id: "make-partitions", name: "Make partitions", triggers: [{ cron: "17 2 * * *" }] },
  ({ step }) =>
    step.run(
      "ensure",
      job(async () => {
        const made = await withSystem((tx) => tx.execute(sql`select gate.ensure_partitions() as made`));
        return { made: Number(made.rows[0]?.made ?? 0) };
      }),
    ),
);
