import { inngest } from "@/inngest/client";
import { job } from "@/inngest/errors";
import { revivePublications } from "@/lib/domain/publication/revive-publications";

/** Every minute: wake publications that stand still. */
export const sweepPublications = inngest.createFunction(
  {
    id: "sweep-publications",
    name: "Publication sweep",
    triggers: [{ cron: "* * * * *" }],
    concurrency: 1,
    retries: 1,
  },
  ({ step }) =>
    step.run(
      "stuck",
      job(() => revivePublications()),
    ),
);
