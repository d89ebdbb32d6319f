export interface HeldLock {
  pid: number;
  identity: string;
  url?: string;
}
export interface Lock {
  file: string;
  dead: HeldLock | null;
  release(): void;
}
export function takeLock(
  dir: string,
  details?: Record<string, unknown>,
  refusal?: (held: HeldLock) => Error,
): Lock;
export function liveSupervisor(dir: string): HeldLock | null;
export function describeLock(lock: Lock, details: Record<string, unknown>): void;
