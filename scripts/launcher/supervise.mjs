// Starts children, starts again what dies (later each time), ends all in order.
import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { identify, isSame, signalGroup } from "./identity.mjs";
import { openLog, tail } from "./logs.mjs";
import { explain, lastWords, Problem, seconds } from "./messages.mjs";

const firstDelayMs = 500;
const longestDelayMs = 30_000;
const healthyAfterMs = 60_000;
// sysexits.h EX_CONFIG: our own processes end with it when no restart can help.
const exitConfig = 78;

/**
 * `give(problem)` is called when a child ends with exit code 78, or keeps dying while we start.
 */
export function createSupervisor({ dir, register, say, give }) {
  const services = new Map();
  const state = { stopping: false, started: false };

  function launch(service) {
    service.starting = begin(service).finally(() => {
      service.starting = undefined;
    });
    return service.starting;
  }

  async function begin(service) {
    service.timer = undefined;
    service.startedAt = Date.now();
    const log = service.inherit ? null : openLog(dir, service.name);
    service.logFrom = log?.from ?? 0;
    try {
      const child = await service.start({ out: log?.fd ?? "inherit" });
      service.child = child;
      service.record = { pid: child.pid, identity: identify(child.pid) };
      register.add(service.name, child.pid);
      child.once("exit", (code, signal) => died(service, code, signal));
      // It may have ended before we could listen.
      if (child.exitCode !== null || child.signalCode !== null)
        died(service, child.exitCode, child.signalCode);
    } finally {
      log?.close();
    }
  }

  function died(service, code, signal) {
    if (!service.child) return;
    service.child = undefined;
    register.remove(service.name);
    if (state.stopping || service.stopped) return;
    const silent = service.inherit || signal !== null;
    const words = silent ? "" : lastWords(tail(dir, service.name, service.logFrom));
    if (Date.now() - service.startedAt > healthyAfterMs) service.deaths = 0;
    service.deaths += 1;
    if (code === exitConfig)
      return give(
        new Problem(words || `${service.label} cannot work with these settings.`, service.fix?.(words)),
      );
    if (!state.started && service.deaths >= 3) return give(keepsDying(service, words));
    again(service, `${how(code, signal)}${words ? `: ${words}` : ""}`);
  }

  function again(service, why) {
    const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (service.deaths - 1));
    say(`${service.label} stopped (${why}). Starting it again in ${seconds(delay)}.`);
    service.timer = setTimeout(() => {
      launch(service).then(
        () => say(`${service.label} is started again.`),
        (error) => {
          service.deaths += 1;
          if (!state.stopping) again(service, explain(error).sentence);
        },
      );
    }, delay);
  }

  return {
    async add(spec) {
      if (state.stopping) throw new Problem("The start was stopped.");
      const service = { deaths: 0, ...spec };
      services.set(spec.name, service);
      await launch(service);
    },
    /** Called once all is up: from now on a child that dies is only started again. */
    ready: () => {
      state.started = true;
    },
    async restart(name) {
      const service = services.get(name);
      if (!service?.child || state.stopping) return;
      service.stopped = true;
      await end(service);
      service.stopped = false;
      if (!state.stopping) await launch(service);
    },
    pids: () => [...services.values()].flatMap((service) => (service.child ? [service.child.pid] : [])),
    async stopAll(order) {
      state.stopping = true;
      for (const name of order) {
        const service = services.get(name);
        if (service) await end(service);
      }
    },
    /** The second Ctrl-C: nobody is asked any more. */
    killAll() {
      state.stopping = true;
      for (const { child, name } of services.values()) {
        if (child) signalGroup(child.pid, name === "database" ? "SIGQUIT" : "SIGKILL");
      }
    },
  };
}

async function end(service) {
  clearTimeout(service.timer);
  // Caught in the middle of its start: only a child that is there can be ended.
  if (service.starting) await Promise.race([service.starting.catch(() => undefined), wait(3_000)]);
  const { child, record } = service;
  if (!child || !isSame(record)) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  if (child.exitCode !== null || child.signalCode !== null) return;
  // Only the leader is asked to end in order; what is left of its group afterwards is killed.
  child.kill(service.stopSignal ?? "SIGTERM");
  const timer = setTimeout(
    () => signalGroup(child.pid, service.lastSignal ?? "SIGKILL"),
    service.graceMs ?? 2_500,
  );
  await gone;
  clearTimeout(timer);
  if (service.name !== "database") signalGroup(child.pid, "SIGKILL");
}

function keepsDying(service, words) {
  return new Problem(
    `${service.label} stops as soon as it is started${words ? `: ${words}` : ""}`,
    `Look into .connectus/logs/${service.name}.log.`,
  );
}

function how(code, signal) {
  return signal ? `signal ${signal}` : `exit code ${code}`;
}

/** A Node child in a group of its own, so that Ctrl-C in the terminal reaches only the supervisor. */
export function spawnNode(args, { env, cwd, out }) {
  return spawn(process.execPath, args, { cwd, env, stdio: ["ignore", out, out], detached: true });
}
