import { inngest } from "@/inngest/client";
import { job } from "@/inngest/errors";
import { type EventData, eventSchemas } from "@/inngest/events";
import { jobContext } from "@/lib/access/mint";
import { advancePublication } from "@/lib/domain/publication/engine/advance";
import { giveUpPublication } from "@/lib/domain/publication/give-up-publication";

const stepsPerFunctionRun = 100;

/** One publication, as far as it gets each time. The row says what was sent; this only keeps calling. */
export const publish = inngest.createFunction(
  {
    id: "publish",
    name: "Publish",
    triggers: [{ event: "publication/requested" }],
    concurrency: { limit: 1, key: "event.data.integrationId" },
    // Seconds of head start: priority 1 overtakes what came up to four minutes before it.
    priority: { run: "(5 - event.data.priority) * 60" },
    retries: 5,
    onFailure: async ({ event, error, step }) => {
      const { workspaceId, publicationId } = publicationOf(event.data.event.data);
      const input = { publicationId, message: error.message };
      await step.run(
        "give-up",
        job(() => giveUpPublication(jobContext(workspaceId, "publish"), input)),
      );
    },
  },
  async ({ event, step }) => {
    const { workspaceId, publicationId } = publicationOf(event.data);
    for (let n = 0; n < stepsPerFunctionRun; n += 1) {
      const outcome = await step.run(
        `advance-${n}`,
        job(() => advancePublication(jobContext(workspaceId, "publish"), { publicationId })),
      );
      if (outcome.state === "over") return { publicationId, steps: n + 1 };
      await step.sleep(`wait-${n}`, outcome.seconds * 1000);
    }
    // Still open: the sweep takes it up again.
    return { publicationId, steps: stepsPerFunctionRun };
  },
);

function publicationOf(data: unknown): EventData<"publication/requested"> {
  return eventSchemas["publication/requested"].parse(data);
}
