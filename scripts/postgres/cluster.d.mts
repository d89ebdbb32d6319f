import type { ChildProcess } from "node:child_process";

export interface Cluster {
  port: number;
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
  onLog?: (text: string) => void;
}): Promise<Cluster>;

export function freePort(): Promise<number>;
