import type pg from "pg";
import { derivedId } from "./derived-id";
import { ingest, storeEvents, storeRuns } from "./ingest";
import { seedRun } from "./match";
import type { Registry } from "./registry";
import { fulfilStep, type RunEnding } from "./runs";
import { endRun } from "./settle";
import type { EngineEvent, PlannedStep, QueueItem, RunState } from "./types";

/** Ends the run, tells failure handlers, and stores what it sent: all of it, or nothing when the lease is lost. */
export async function finishRun(
  client: pg.ClientBase,
  registry: Registry,
  item: QueueItem,
  run: RunState,
  ending: RunEnding,
  sent: EngineEvent[],
): Promise<boolean> {
  if (!(await endRun(client, item, ending))) return false;
  const events = [...sent, ...endingEvents(registry, run, ending)];
  if (events.length) await ingest(client, registry, events);
  return true;
}

// https://www.inngest.com/docs/reference/system-events/inngest-function-failed
function endingEvents(registry: Registry, run: RunState, ending: RunEnding): EngineEvent[] {
  const names = ["inngest/function.finished"];
  if (ending.status === "failed") names.push("inngest/function.failed");
  // A failing failure handler must not start itself over and over.
  if (names.includes(run.event.name)) return [];
  return names
    .filter((name) => registry.triggers.has(name))
    .map((name) => ({
      id: derivedId(name, run.id),
      name,
      ts: Date.now(),
      data: {
        function_id: run.functionId,
        run_id: run.id,
        event: run.event,
        events: [run.event],
        ...(ending.error ? { error: ending.error } : { result: ending.output }),
      },
    }));
}

/** Starts the functions that newly planned `step.invoke` calls wait for. */
export async function invokeFunctions(
  client: pg.ClientBase,
  registry: Registry,
  run: RunState,
  steps: PlannedStep[],
): Promise<void> {
  for (const step of steps) {
    if (!step.invoke) continue;
    const spec = registry.functions.get(step.invoke.functionId);
    if (!spec) {
      const message = `There is no function "${step.invoke.functionId}" to invoke.`;
      await fulfilStep(client, run.id, step.hash, {
        state: "failed",
        data: null,
        error: { name: "Error", message },
      });
      continue;
    }
    const event = {
      id: derivedId("invoke", run.id, step.hash),
      name: "inngest/function.invoked",
      data: step.invoke.data,
      ts: Date.now(),
    };
    await storeEvents(client, [event]);
    const parent = { runId: run.id, hash: step.hash };
    // Whoever invokes waits for the answer, so the call is never dropped as a repeat.
    await storeRuns(client, [{ ...seedRun(spec, event), idempotencyKey: null, parent }]);
  }
}
