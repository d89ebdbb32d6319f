import { Cron } from "croner";
import type { InngestFunction } from "inngest";
import { splitCron } from "./cron-pattern";
import { parseDuration } from "./durations";
import { checkExpression } from "./expressions";
import type { FunctionConfig } from "./types";

/** A function the embedded engine cannot run as it is written. `message` is one sentence for an operator. */
export class UnsupportedFunction extends Error {
  constructor(functionId: string, what: string) {
    super(
      `The function "${functionId}" ${what}. Change the function, or set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY to run it on Inngest.`,
    );
    this.name = "UnsupportedFunction";
  }
}

const options = {
  debounce: "debounce",
  throttle: "throttle",
  rateLimit: "rateLimit",
  batchEvents: "batchEvents",
  singleton: "singleton",
} as const;

const tools: [RegExp, string][] = [
  [/\bstep\s*\.\s*(waitForSignal|sendSignal)\b/, "signals"],
  [/\bstep\s*\.\s*(realtime|ai|fetch|sandbox)\b/, "step.ai, step.fetch, step.realtime or step.sandbox"],
  [/\bgroup\s*\.\s*experiment\b/, "group.experiment"],
];

export function validateFunctions(configs: FunctionConfig[], functions: InngestFunction.Any[]): void {
  for (const config of configs) {
    for (const [option, label] of Object.entries(options)) {
      if (config[option] !== undefined) {
        throw new UnsupportedFunction(config.id, `uses ${label}, which the embedded engine does not do`);
      }
    }
    checkTriggers(config);
    checkExpressions(config);
    checkDurations(config);
  }
  for (const fn of functions) checkSource(fn);
}

function checkTriggers(config: FunctionConfig): void {
  for (const trigger of config.triggers) {
    if ("event" in trigger) {
      if (trigger.event.includes("*")) {
        throw new UnsupportedFunction(config.id, `has the wildcard trigger "${trigger.event}"`);
      }
      continue;
    }
    if (trigger.jitter) throw new UnsupportedFunction(config.id, "uses a cron with jitter");
    try {
      const { pattern, timezone } = splitCron(trigger.cron);
      new Cron(pattern, { timezone, paused: true }).nextRun();
    } catch (error) {
      throw new UnsupportedFunction(
        config.id,
        `has the invalid cron "${trigger.cron}" (${messageOf(error)})`,
      );
    }
  }
}

function checkExpressions(config: FunctionConfig): void {
  const limits = Array.isArray(config.concurrency) ? config.concurrency : [config.concurrency];
  const expressions = [
    ...config.triggers.map((trigger) => ("event" in trigger ? trigger.expression : undefined)),
    ...limits.map((limit) => (typeof limit === "object" ? limit.key : undefined)),
    ...(config.cancel ?? []).map((rule) => rule.if),
    config.priority?.run,
    config.idempotency,
  ];
  for (const expression of expressions) {
    if (!expression) continue;
    try {
      checkExpression(expression);
    } catch (error) {
      throw new UnsupportedFunction(
        config.id,
        `has the invalid expression "${expression}" (${messageOf(error)})`,
      );
    }
  }
}

function checkDurations(config: FunctionConfig): void {
  const durations = [
    config.timeouts?.start,
    config.timeouts?.finish,
    ...(config.cancel ?? []).map((rule) => rule.timeout),
  ];
  for (const duration of durations) {
    if (duration !== undefined && !parseDuration(duration)) {
      throw new UnsupportedFunction(config.id, `has the duration "${duration}", which is none`);
    }
  }
}

// Step tools are not part of what the SDK declares. A look at the source finds the plain uses at boot; the others end
// their run with the same sentence when they are met.
function checkSource(fn: InngestFunction.Any): void {
  const bodies = ["fn", "onFailureFn"]
    .map((key) => Reflect.get(fn, key))
    .filter((body) => typeof body === "function");
  for (const [pattern, label] of tools) {
    if (bodies.some((body) => pattern.test(Function.prototype.toString.call(body)))) {
      throw new UnsupportedFunction(
        fn.id("connectus"),
        `uses ${label}, which the embedded engine does not do`,
      );
    }
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
