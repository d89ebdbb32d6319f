import { inngest } from "@/inngest/client";
import { job } from "@/inngest/errors";
import { eventSchemas } from "@/inngest/events";
import { jobContext } from "@/lib/access/mint";
import { firstSync } from "@/lib/domain/sync/first-sync";

/** After a connect the first rows come without anybody asking. */
export const firstSyncOnConnect = inngest.createFunction(
  { id: "first-sync", name: "First sync", triggers: [{ event: "integration/connected" }], retries: 3 },
  ({ event, step }) =>
    step.run(
      "request",
      job(() => {
        const { workspaceId, integrationId } = eventSchemas["integration/connected"].parse(event.data);
        return firstSync(jobContext(workspaceId, "first-sync"), { integrationId });
      }),
    ),
);
