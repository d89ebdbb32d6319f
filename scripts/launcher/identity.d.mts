export interface ProcessRecord {
  pid: number;
  identity: string | null;
}
export function identify(pid: number): string | null;
export function isSame(record: ProcessRecord): boolean;
export function endProcess(
  record: ProcessRecord,
  signals: { signal: NodeJS.Signals; graceMs: number }[],
): Promise<boolean>;
