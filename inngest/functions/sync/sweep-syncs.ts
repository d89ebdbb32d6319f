import { inngest } from "@/inngest/client";
import { job } from "@/inngest/errors";
import { reviveRuns } from "@/lib/domain/sync/revive-runs";
import { sweepSchedules } from "@/lib/domain/sync/sweep-schedules";

/** Every minute: start what is due, wake what stands still. */
export const sweepSyncs = inngest.createFunction(
  { id: "sweep-syncs", name: "Sync sweep", triggers: [{ cron: "* * * * *" }], concurrency: 1, retries: 1 },
  async ({ step }) => {
    const schedules = await step.run(
      "schedules",
      job(() => sweepSchedules(new Date())),
    );
    const stuck = await step.run(
      "stuck",
      job(() => reviveRuns()),
    );
    return { ...schedules, ...stuck };
  },
);
