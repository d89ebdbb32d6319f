import { Inngest } from "inngest";
import { deliverToEngine } from "@/inngest/embedded/deliver";
import { createEngine } from "@/inngest/embedded/engine";
import { makeRegistry } from "@/inngest/embedded/registry";
import { jobContext } from "@/lib/access/mint";
import { closePools } from "@/lib/db/client";
import { withWorkspace } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import { emit } from "@/lib/outbox/emit";
import { createRelay } from "@/lib/outbox/relay";

/** From the commit of `emit()` in an idle system to the start of the first step, all through the real relay. */
const samples = 100;
const warmUp = 5;
const target = 50;

const begun = new Map<string, (at: number) => void>();
const client = new Inngest({ id: "connectus" });
const fn = client.createFunction(
  { id: "bench", triggers: [{ event: "integration/connected" }] },
  ({ event, step }) =>
    step.run("first", () => begun.get(String(event.data.integrationId))?.(performance.now())),
);

const registry = await makeRegistry([fn]);
const engine = createEngine(registry);
const relay = createRelay({ deliver: deliverToEngine(registry), onSent: engine.wake });
engine.start();
relay.start();

const times: number[] = [];
for (let i = 0; i < warmUp + samples; i += 1) {
  // Idle, and not in step with the engine's own look every second.
  await new Promise((resolve) => setTimeout(resolve, 60 + Math.random() * 60));
  const took = await once();
  if (i >= warmUp) times.push(took);
}
await relay.stop();
await engine.stop(2000);
await closePools();

times.sort((a, b) => a - b);
const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(1));
console.log(`p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(0.999)} ms, ${samples} samples`);
console.log(JSON.stringify({ id: "B07", value: at(0.95), unit: "ms", against: "-", ratio: null, target }));

async function once(): Promise<number> {
  const integrationId = newId();
  const first = new Promise<number>((resolve) => begun.set(integrationId, resolve));
  const ctx = jobContext(newId(), "bench");
  await withWorkspace(ctx, (tx) =>
    emit(tx, "integration/connected", { workspaceId: ctx.workspaceId, integrationId }),
  );
  const committed = performance.now();
  return (await first) - committed;
}
