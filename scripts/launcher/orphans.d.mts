export interface Register {
  add(name: string, pid: number): void;
  remove(name: string): void;
}
export function createRegister(dir: string): Register;
export function endOrphans(dir: string): Promise<string[]>;
