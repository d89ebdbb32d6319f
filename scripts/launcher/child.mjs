// A child that runs to its end: migrations, seed, npm, compilers. It never outlives us.
import { spawn } from "node:child_process";
import { signalGroup } from "./identity.mjs";

const kept = 50_000;
const running = new Set();

/** Asks all children that run now to end, as Ctrl-C in a terminal would. */
export function interruptChildren() {
  for (const pid of running) signalGroup(pid, "SIGINT");
}

/**
 * Resolves to { code, out, output }: exit code, the end of stdout, the end of both streams together.
 * `show`: the streams go to the terminal as well. `onStart(pid)` hears of the child at once.
 */
export function runToEnd(command, args, { cwd, env = process.env, show = false, onStart = () => {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const killIt = () => child.pid && signalGroup(child.pid, "SIGKILL");
    process.once("exit", killIt);
    if (child.pid) {
      running.add(child.pid);
      onStart(child.pid);
    }
    let out = "";
    let output = "";
    child.stdout.on("data", (chunk) => {
      out = (out + chunk).slice(-kept);
      output = (output + chunk).slice(-kept);
      if (show) process.stdout.write(chunk);
    });
    child.stderr.on("data", (chunk) => {
      output = (output + chunk).slice(-kept);
      if (show) process.stderr.write(chunk);
    });
    const done = (code) => {
      process.off("exit", killIt);
      running.delete(child.pid);
      resolve({ code, out, output });
    };
    child.once("error", (error) => {
      output += String(error);
      done(-1);
    });
    child.once("close", done);
  });
}

export function runNode(args, options) {
  return runToEnd(process.execPath, args, options);
}

/** The lines of an output that say something, last ones only. */
export function lastLines(output, count) {
  return output
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count);
}
