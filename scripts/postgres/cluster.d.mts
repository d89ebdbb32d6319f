import type { ChildProcess } from "node:child_process";

export interface Cluster {
  port: number;
  /** True when this start made the cluster. */
  created: boolean;
  dataDir: string;
  child: ChildProcess;
  secrets: Record<string, string>;
  superuserUrl(database?: string): string;
  stop(): Promise<void>;
}

export function startCluster(options: {
  dir: string;
  secretsFile?: string;
  port?: number;
  flags?: string[];
  takeOver?: boolean;
  onLog?: (text: string) => void;
}): Promise<Cluster>;

export function freePort(): Promise<number>;

export function endLeftover(dir: string): Promise<void>;
