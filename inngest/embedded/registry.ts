import type { InngestFunction } from "inngest";
import { parseDuration } from "./durations";
import { type Driver, makeDriver } from "./protocol";
import type { ConcurrencyLimit, FunctionConfig } from "./types";
import { validateFunctions } from "./validate";

export interface EventTrigger {
  functionId: string;
  expression: string | null;
}

export interface CronTrigger {
  functionId: string;
  /** As Inngest writes it, maybe with `TZ=Europe/Berlin ` in front. */
  cron: string;
}

export interface CancelRule {
  functionId: string;
  expression: string | null;
  /** Only runs younger than this are cancelled. */
  withinMs: number | null;
}

export interface FunctionSpec {
  id: string;
  maxAttempts: number;
  concurrency: ConcurrencyLimit[];
  priority: string | null;
  idempotency: string | null;
  startWithinMs: number | null;
  finishWithinMs: number | null;
}

/** What the engine knows about the functions it drives. */
export interface Registry {
  driver: Driver;
  functions: Map<string, FunctionSpec>;
  triggers: Map<string, EventTrigger[]>;
  cancels: Map<string, CancelRule[]>;
  crons: CronTrigger[];
}

/** Throws UnsupportedFunction with one clear sentence when a function uses what this engine does not do. */
export async function makeRegistry(functions: InngestFunction.Any[]): Promise<Registry> {
  const driver = makeDriver(functions);
  const configs = await driver.configs();
  validateFunctions(configs, functions);
  const registry: Registry = {
    driver,
    functions: new Map(),
    triggers: new Map(),
    cancels: new Map(),
    crons: [],
  };
  for (const config of configs) addFunction(registry, config);
  return registry;
}

function addFunction(registry: Registry, config: FunctionConfig): void {
  registry.functions.set(config.id, toSpec(config));
  for (const trigger of config.triggers) {
    if ("cron" in trigger) registry.crons.push({ functionId: config.id, cron: trigger.cron });
    else
      push(registry.triggers, trigger.event, {
        functionId: config.id,
        expression: trigger.expression ?? null,
      });
  }
  for (const rule of config.cancel ?? []) {
    const withinMs = rule.timeout ? parseDuration(rule.timeout) : null;
    push(registry.cancels, rule.event, { functionId: config.id, expression: rule.if ?? null, withinMs });
  }
}

function toSpec(config: FunctionConfig): FunctionSpec {
  return {
    id: config.id,
    maxAttempts: (config.steps.step.retries?.attempts ?? 4) + 1,
    concurrency: toLimits(config.concurrency).filter(({ limit }) => limit > 0),
    priority: config.priority?.run ?? null,
    idempotency: config.idempotency ?? null,
    startWithinMs: config.timeouts?.start ? parseDuration(config.timeouts.start) : null,
    finishWithinMs: config.timeouts?.finish ? parseDuration(config.timeouts.finish) : null,
  };
}

export function toLimits(given: FunctionConfig["concurrency"]): ConcurrencyLimit[] {
  if (given === undefined) return [];
  if (typeof given === "number") return [{ limit: given }];
  return Array.isArray(given) ? given : [given];
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
