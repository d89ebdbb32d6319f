import "server-only";
import type { Connection, Connector, TestStep } from "@/lib/connectors/kit/connector";
import { failureAdvice, isProviderFailure, type ProviderFailure } from "@/lib/connectors/kit/failure";
import type { TestLayer, TestResult } from "../types";

/** Without these nothing else can work, so what comes after a failed one is not tried. */
const foundations: ReadonlySet<TestStep["layer"]> = new Set(["reach", "authenticate"]);

export interface TestOutcome {
  result: TestResult;
  /** The first failure of a foundation: the connection as such does not work. */
  broken: ProviderFailure | null;
}

/** The connector's layers in order, each timed. Read-only by the connectors' contract. */
export async function runTests(connector: Connector, connection: Connection): Promise<TestOutcome> {
  const startedAt = new Date();
  const layers: TestLayer[] = [];
  let broken: ProviderFailure | null = null;
  for (const step of connector.tests) {
    const base = { layer: step.layer, label: step.label };
    if (broken) {
      layers.push({ ...base, state: "skipped", ms: 0, detail: "Not tried: an earlier check failed." });
      continue;
    }
    const { layer, failure } = await runStep(step, connection);
    layers.push({ ...base, ...layer });
    if (failure && foundations.has(step.layer)) broken = failure;
  }
  const result: TestResult = {
    ok: layers.every((layer) => layer.state === "passed"),
    at: startedAt.toISOString(),
    totalMs: layers.reduce((sum, layer) => sum + layer.ms, 0),
    layers,
  };
  return { result, broken };
}

async function runStep(
  step: TestStep,
  connection: Connection,
): Promise<{ layer: Omit<TestLayer, "layer" | "label">; failure: ProviderFailure | null }> {
  const started = performance.now();
  const ms = () => Math.round(performance.now() - started);
  try {
    const { detail } = await step.run(connection);
    return { layer: { state: "passed", ms: ms(), detail }, failure: null };
  } catch (error) {
    if (!isProviderFailure(error)) throw error;
    const { kind, message } = error;
    return {
      layer: { state: "failed", ms: ms(), detail: message, kind, fix: failureAdvice[kind].fix },
      failure: error,
    };
  }
}
