import { Inngest, NonRetriableError, RetryAfterError } from "inngest";
import { expect, test } from "vitest";
import { systemPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { endedRuns, startEngine, stopEnginesAfterEach, until } from "@/lib/testing/engine";

testDatabase();
stopEnginesAfterEach();
const client = new Inngest({ id: "connectus" });

async function stepNames(runId: string) {
  const { rows } = await systemPool().query<{ name: string; state: string; data: unknown }>(
    "select name, state, data from engine.steps where run_id = $1 order by seq",
    [runId],
  );
  return rows;
}

test("an event starts the function and each step's result is remembered", async () => {
  const calls: string[] = [];
  const fn = client.createFunction(
    { id: "three-steps", triggers: [{ event: "demo/asked" }] },
    async ({ event, step }) => {
      const one = await step.run("one", () => {
        calls.push("one");
        return { n: event.data.n as number };
      });
      const two = await step.run("two", () => {
        calls.push("two");
        return one.n + 1;
      });
      return step.run("three", () => {
        calls.push("three");
        return { two, text: "null \u0000 byte and \ud83d\ude00" };
      });
    },
  );
  const { send } = await startEngine([fn]);
  const [run] = await endedRuns(await send("demo/asked", { n: 41 }));
  expect(run).toMatchObject({
    status: "completed",
    output: { two: 42, text: "null \u0000 byte and \ud83d\ude00" },
  });
  expect(calls).toEqual(["one", "two", "three"]);
  expect((await stepNames(run?.id ?? "")).map((step) => step.name)).toEqual(["one", "two", "three"]);
});

test("parallel steps run side by side, each once, and are replayed in order of completion", async () => {
  const calls: Record<string, number> = {};
  let open: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const fn = client.createFunction(
    { id: "parallel", triggers: [{ event: "demo/asked" }] },
    async ({ step }) => {
      const count = (name: string) => {
        calls[name] = (calls[name] ?? 0) + 1;
      };
      // "a" ends only after "c" has begun, so they must run at the same time
      const all = await Promise.all([
        step.run("a", async () => {
          count("a");
          await gate;
          return "A";
        }),
        step.run("b", () => {
          count("b");
          return "B";
        }),
        step.run("c", () => {
          count("c");
          open?.();
          return "C";
        }),
      ]);
      return step.run("sum", () => {
        count("sum");
        return all.join("");
      });
    },
  );
  const { send } = await startEngine([fn]);
  const [run] = await endedRuns(await send("demo/asked"));
  expect(run).toMatchObject({ status: "completed", output: "ABC" });
  expect(calls).toEqual({ a: 1, b: 1, c: 1, sum: 1 });
});

test("branches of a Promise.all with several steps each, a sleep among them, run each step once", async () => {
  const calls: string[] = [];
  const fn = client.createFunction(
    { id: "branches", triggers: [{ event: "demo/asked" }] },
    async ({ step }) => {
      const left = async () => {
        const x = await step.run("l1", () => calls.push("l1"));
        await step.sleep("nap", "1s");
        return step.run("l2", () => calls.push(`l2 ${x > 0}`));
      };
      const right = async () => {
        await step.run("r1", () => calls.push("r1"));
        await step.run("r2", () => calls.push("r2"));
        return step.run("r3", () => calls.push("r3"));
      };
      await Promise.all([left(), right()]);
      return "both";
    },
  );
  const { send } = await startEngine([fn]);
  const [run] = await endedRuns(await send("demo/asked"));
  expect(run).toMatchObject({ status: "completed", output: "both" });
  expect([...calls].sort()).toEqual(["l1", "l2 true", "r1", "r2", "r3"]);
  // the right branch did not have to wait for the left one's sleep
  expect(calls.indexOf("r3")).toBeLessThan(calls.indexOf("l2 true"));
});

test("a step under way is not begun again when a sleep beside it ends", async () => {
  let calls = 0;
  let open: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const fn = client.createFunction(
    { id: "beside", triggers: [{ event: "demo/asked" }] },
    async ({ step }) => {
      await Promise.all([
        step.sleep("nap", "1s"),
        step.run("slow", () => {
          calls += 1;
          return gate;
        }),
      ]);
      return "both";
    },
  );
  const { send } = await startEngine([fn]);
  const id = await send("demo/asked");
  await until("the function has looked again after the sleep", async () => {
    const { rowCount } = await systemPool().query(
      `select from engine.queue q join engine.steps s on s.run_id = q.run_id
       where q.kind = 'run' and q.state = 'parked' and not q.woken and s.name = 'nap' and s.state = 'done'`,
    );
    return rowCount === 1;
  });
  open?.();
  expect((await endedRuns(id))[0]).toMatchObject({ status: "completed", output: "both" });
  expect(calls).toBe(1);
});

test("a race goes on with whoever is first; the run ends when the loser has ended too", async () => {
  let open: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const fn = client.createFunction({ id: "race", triggers: [{ event: "demo/asked" }] }, async ({ step }) => {
    const first = await Promise.race([
      step.run("slow", () => gate.then(() => "in time")),
      step.sleep("limit", "1s").then(() => "too late"),
    ]);
    const one = await step.run("one", () => `${first}, one`);
    return step.run("two", () => `${one}, two`);
  });
  const { send } = await startEngine([fn]);
  const id = await send("demo/asked");
  await until("the winner's way is gone to its end", async () => {
    const { rowCount } = await systemPool().query(
      `select from engine.steps s join engine.runs r on r.id = s.run_id
       where s.name = 'two' and s.state = 'done' and r.event_id = $1`,
      [id],
    );
    return rowCount === 1;
  });
  open?.();
  expect((await endedRuns(id))[0]).toMatchObject({ status: "completed", output: "too late, one, two" });
});

test("the same step id in a loop gets a result of its own each time", async () => {
  const fn = client.createFunction({ id: "loop", triggers: [{ event: "demo/asked" }] }, async ({ step }) => {
    const seen: number[] = [];
    for (let i = 0; i < 4; i += 1) seen.push(await step.run("page", () => i * 10));
    return seen;
  });
  const { send } = await startEngine([fn]);
  const [run] = await endedRuns(await send("demo/asked"));
  expect(run?.output).toEqual([0, 10, 20, 30]);
});

test("sleep and sleepUntil give their place back and go on in time", async () => {
  let slept = 0;
  const fn = client.createFunction({ id: "nap", triggers: [{ event: "demo/asked" }] }, async ({ step }) => {
    const before = await step.run("before", () => Date.now());
    await step.sleep("second", "1s");
    await step.sleepUntil("moment", new Date(before + 1200));
    await step.run("after", () => {
      slept = Date.now() - before;
    });
  });
  const { send } = await startEngine([fn], { concurrency: 1 });
  const [run] = await endedRuns(await send("demo/asked"));
  expect(run?.status).toBe("completed");
  expect(slept).toBeGreaterThanOrEqual(1190);
});

test("a failing step is tried again on its own; steps before it are not", async () => {
  const calls: string[] = [];
  const fn = client.createFunction(
    { id: "flaky", retries: 3, triggers: [{ event: "demo/asked" }] },
    async ({ step, attempt }) => {
      await step.run("steady", () => calls.push("steady"));
      await step.run("flaky", () => {
        calls.push(`flaky ${attempt}`);
        if (attempt < 3) throw new Error("not yet");
      });
      return step.run("last", () => calls.push("last"));
    },
  );
  const { send } = await startEngine([fn]);
  const [run] = await endedRuns(await send("demo/asked"));
  expect(run?.status).toBe("completed");
  expect(calls).toEqual(["steady", "flaky 0", "flaky 1", "flaky 2", "flaky 3", "last"]);
});

test("when tries are used up the function may catch the step's error, else it fails", async () => {
  const caught = client.createFunction(
    { id: "caught", retries: 1, triggers: [{ event: "demo/asked" }] },
    async ({ step }) => {
      try {
        await step.run("doomed", () => {
          throw new TypeError("broken");
        });
      } catch (error) {
        return step.run("rescue", () => `rescued from ${(error as Error).message}`);
      }
    },
  );
  const failed = client.createFunction(
    { id: "failed", retries: 1, triggers: [{ event: "demo/asked" }] },
    async ({ step }) => {
      await step.run("doomed", () => {
        throw new TypeError("broken");
      });
    },
  );
  const { send } = await startEngine([caught, failed]);
  const runs = await endedRuns(await send("demo/asked"), 2);
  expect(runs.find((run) => run.function_id === "connectus-caught")).toMatchObject({
    status: "completed",
    output: "rescued from broken",
  });
  expect(runs.find((run) => run.function_id === "connectus-failed")).toMatchObject({
    status: "failed",
    error: { name: "TypeError", message: "broken" },
  });
});

test("NonRetriableError ends at once; RetryAfterError waits as long as it says", async () => {
  let hopeless = 0;
  const moments: number[] = [];
  const never = client.createFunction(
    { id: "never", triggers: [{ event: "demo/asked" }] },
    async ({ step }) => {
      await step.run("once", () => {
        hopeless += 1;
        throw new NonRetriableError("wrong password");
      });
    },
  );
  const later = client.createFunction(
    { id: "later", triggers: [{ event: "demo/asked" }] },
    async ({ step }) => {
      await step.run("polite", () => {
        moments.push(Date.now());
        if (moments.length === 1) throw new RetryAfterError("slow down", 1000);
      });
    },
  );
  const { send } = await startEngine([never, later]);
  const runs = await endedRuns(await send("demo/asked"), 2);
  expect(runs.map((run) => run.status).sort()).toEqual(["completed", "failed"]);
  expect(hopeless).toBe(1);
  expect(moments).toHaveLength(2);
  expect((moments[1] ?? 0) - (moments[0] ?? 0)).toBeGreaterThanOrEqual(995);
});

test("an error outside any step is tried again too, and the last one ends the run", async () => {
  let calls = 0;
  const fn = client.createFunction(
    { id: "outside", retries: 2, triggers: [{ event: "demo/asked" }] },
    async () => {
      calls += 1;
      throw new Error("outside");
    },
  );
  const { send } = await startEngine([fn]);
  const [run] = await endedRuns(await send("demo/asked"));
  expect(run).toMatchObject({ status: "failed", error: { message: "outside" } });
  expect(calls).toBe(3);
});
