import { afterAll, beforeAll } from "vitest";
import { pointAtSandbox } from "./connected";
import { type SandboxProcess, startSandboxProcess } from "./sandbox";

/** A sandbox for the whole test file. Call it after `testDatabase()`. */
export function testSandbox(options?: { contacts?: number; limiter?: boolean }): { at: SandboxProcess } {
  const holder = {} as { at: SandboxProcess };
  beforeAll(async () => {
    holder.at = await startSandboxProcess(options);
    await pointAtSandbox(holder.at);
  });
  afterAll(() => holder.at?.stop());
  return holder;
}
