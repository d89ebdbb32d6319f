import type { ChildProcess } from "node:child_process";
import type { Register } from "./orphans.mjs";

export interface Service {
  name: string;
  label: string;
  fix?: (words: string) => string;
  graceMs?: number;
  stopSignal?: NodeJS.Signals;
  start(io: { out: number | "inherit" }): ChildProcess | Promise<ChildProcess>;
}
export interface Supervisor {
  add(service: Service): Promise<void>;
  ready(): void;
  restart(name: string): Promise<void>;
  pids(): number[];
  stopAll(order: string[]): Promise<void>;
  killAll(): void;
}
export function createSupervisor(options: {
  dir: string;
  register: Register;
  say: (text: string) => void;
  give: (problem: Error) => void;
}): Supervisor;
export function spawnNode(
  args: string[],
  options: { env: NodeJS.ProcessEnv; cwd: string; out: number | "inherit" },
): ChildProcess;
