import { inngest } from "@/inngest/client";
import { job } from "@/inngest/errors";
import { type EventData, eventSchemas } from "@/inngest/events";
import { jobContext } from "@/lib/access/mint";
import { continueRun } from "@/lib/domain/sync/continue-run";
import { runSlice } from "@/lib/domain/sync/engine/run-slice";
import { giveUpRun } from "@/lib/domain/sync/give-up-run";

const slicesPerFunctionRun = 30;

/** One sync, slice by slice. The run's row holds all that matters; this only keeps calling. */
export const runSync = inngest.createFunction(
  {
    id: "run-sync",
    name: "Sync",
    triggers: [{ event: "run/requested" }, { event: "run/continued" }],
    concurrency: { limit: 1, key: "event.data.integrationId" },
    retries: 5,
    onFailure: async ({ event, error, step }) => {
      const { workspaceId, runId } = runOf(event.data.event.data);
      await step.run(
        "give-up",
        job(() => giveUpRun(jobContext(workspaceId, "sync"), { runId, message: error.message })),
      );
    },
  },
  async ({ event, step }) => {
    const { workspaceId, runId } = runOf(event.data);
    const ctx = () => jobContext(workspaceId, "sync");
    for (let n = 0; n < slicesPerFunctionRun; n += 1) {
      const outcome = await step.run(
        `slice-${n}`,
        job(() => runSlice(ctx(), { runId })),
      );
      if (outcome.state === "ended") return { runId, slices: n + 1 };
      if (outcome.state === "waiting") await step.sleep(`wait-${n}`, outcome.seconds * 1000);
    }
    await step.run(
      "continue",
      job(() => continueRun(ctx(), { runId })),
    );
    return { runId, slices: slicesPerFunctionRun };
  },
);

function runOf(data: unknown): Pick<EventData<"run/requested">, "workspaceId" | "runId"> {
  return eventSchemas["run/requested"].pick({ workspaceId: true, runId: true }).parse(data);
}
