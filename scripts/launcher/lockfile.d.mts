export interface Lockfile {
  packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>;
}
export function completeLock(lock: Lockfile): { lock: Lockfile; added: string[] };
