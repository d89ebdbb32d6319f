import { inngest } from "@/inngest/client";
import { job } from "@/inngest/errors";
import { refreshDue } from "@/lib/domain/credential/refresh-due";

/** Every minute: renew what runs out soon, so that a quiet integration keeps its access. */
export const refreshDueTokens = inngest.createFunction(
  {
    id: "refresh-due-tokens",
    name: "Token refresh",
    triggers: [{ cron: "* * * * *" }],
    concurrency: 1,
    retries: 1,
  },
  ({ step }) =>
    step.run(
      "refresh",
      job(() => refreshDue(new Date())),
    ),
);
