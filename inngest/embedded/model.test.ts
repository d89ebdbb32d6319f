import fc from "fast-check";
import { Inngest } from "inngest";
import { expect, test } from "vitest";
import { systemPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { endedRuns, startEngine, stopEnginesAfterEach } from "@/lib/testing/engine";

testDatabase();
stopEnginesAfterEach();
const client = new Inngest({ id: "connectus" });

/** A function's shape: steps that fail a few times first, one after another or side by side. */
type Shape =
  | { kind: "step"; failures: number }
  | { kind: "doomed" }
  | { kind: "row"; parts: Shape[] }
  | { kind: "fan"; parts: Shape[] };

const retries = 2;

const { shape } = fc.letrec<{ shape: Shape; step: Shape; doomed: Shape; row: Shape; fan: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: tie("step"), weight: 6 },
    { arbitrary: tie("doomed"), weight: 1 },
    { arbitrary: tie("row"), weight: 3 },
    { arbitrary: tie("fan"), weight: 3 },
  ),
  step: fc.record({ kind: fc.constant("step" as const), failures: fc.integer({ min: 0, max: retries }) }),
  doomed: fc.record({ kind: fc.constant("doomed" as const) }),
  row: fc.record({
    kind: fc.constant("row" as const),
    parts: fc.array(tie("shape"), { minLength: 1, maxLength: 3 }),
  }),
  fan: fc.record({
    kind: fc.constant("fan" as const),
    parts: fc.array(tie("shape"), { minLength: 1, maxLength: 3 }),
  }),
}));

/** What a plain, never interrupted reading of the shape gives: the output, and how often each step is called. */
function predict(given: Shape, path: string, calls: Map<string, number>): string {
  if (given.kind === "step") {
    calls.set(path, given.failures + 1);
    return path;
  }
  if (given.kind === "doomed") {
    calls.set(path, retries + 1);
    return `!${path}`;
  }
  return given.parts.map((part, i) => predict(part, `${path}.${i}`, calls)).join(" ");
}

test("R20 120 random functions: what the engine makes of them is what a plain reading predicts, and no step is done twice", async () => {
  const calls = new Map<string, Map<string, number>>();
  const fn = client.createFunction(
    { id: "model", retries, triggers: [{ event: "demo/model" }] },
    async ({ event, step }) => {
      const mine = calls.get(String(event.data.name)) ?? new Map<string, number>();
      calls.set(String(event.data.name), mine);
      const walk = async (given: Shape, path: string): Promise<string> => {
        if (given.kind === "row") {
          const outputs: string[] = [];
          for (const [i, part] of given.parts.entries()) outputs.push(await walk(part, `${path}.${i}`));
          return outputs.join(" ");
        }
        if (given.kind === "fan") {
          return (await Promise.all(given.parts.map((part, i) => walk(part, `${path}.${i}`)))).join(" ");
        }
        const call = step.run(path, () => {
          const count = (mine.get(path) ?? 0) + 1;
          mine.set(path, count);
          if (given.kind === "doomed" || count <= given.failures) throw new Error("not now");
          return path;
        });
        return given.kind === "doomed" ? call.catch(() => `!${path}`) : call;
      };
      return walk(event.data.shape as Shape, "s");
    },
  );
  const engines = [await startEngine([fn]), await startEngine([fn])];
  const shapes = fc.sample(shape, 120);
  const ids: string[] = [];
  for (const [i, given] of shapes.entries()) {
    const engine = engines[i % engines.length];
    ids.push((await engine?.send("demo/model", { name: `m${i}`, shape: given })) ?? "");
  }
  for (const [i, given] of shapes.entries()) {
    const expected = new Map<string, number>();
    const output = predict(given, "s", expected);
    const [run] = await endedRuns(ids[i] ?? "");
    expect(run).toMatchObject({ status: "completed", output });
    expect(Object.fromEntries(calls.get(`m${i}`) ?? [])).toEqual(Object.fromEntries(expected));
  }
  const { rows } = await systemPool().query("select from engine.queue");
  expect(rows).toHaveLength(0);
});
