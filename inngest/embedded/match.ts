import { newId } from "@/lib/ids";
import { evaluate, evaluateKey, matches } from "./expressions";
import type { FunctionSpec, Registry } from "./registry";
import type { EngineEvent, RunSeed } from "./types";

/** The runs that an event starts: one per function with a trigger that fits. Pure; nothing is stored here. */
export function seedRuns(registry: Registry, event: EngineEvent): RunSeed[] {
  const started = new Set<string>();
  const seeds: RunSeed[] = [];
  for (const trigger of registry.triggers.get(event.name) ?? []) {
    if (started.has(trigger.functionId) || !matches(trigger.expression, { event })) continue;
    const spec = registry.functions.get(trigger.functionId);
    if (!spec) continue;
    started.add(spec.id);
    seeds.push(seedRun(spec, event));
  }
  return seeds;
}

export function seedRun(spec: FunctionSpec, event: EngineEvent): RunSeed {
  const limited = spec.concurrency.map((limit, index) => {
    const value = limit.key ? (evaluateKey(limit.key, { event }) ?? "") : "";
    const owner = limit.scope && limit.scope !== "fn" ? `app:${limit.key ?? ""}` : `${spec.id}:${index}`;
    return { key: `${owner}:${value}`, limit: limit.limit };
  });
  return {
    id: newId(),
    functionId: spec.id,
    eventId: event.id,
    priority: toPriority(spec, event),
    keys: limited.map(({ key }) => key),
    limits: limited.map(({ limit }) => limit),
    idempotencyKey: spec.idempotency ? (evaluateKey(spec.idempotency, { event }) ?? null) : null,
    startWithinMs: spec.startWithinMs,
    parent: null,
  };
}

// https://www.inngest.com/docs/guides/priority: seconds, at most ten minutes either way
function toPriority(spec: FunctionSpec, event: EngineEvent): number {
  const value = spec.priority ? evaluate(spec.priority, { event }) : 0;
  return typeof value === "number" && Number.isFinite(value) ? Math.max(-600, Math.min(600, value)) : 0;
}
