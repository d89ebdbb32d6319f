import "server-only";
import { hash, verify } from "@node-rs/argon2";

interface Policy {
  memoryKib: number;
  passes: number;
}

const policy: Policy = { memoryKib: 65_536, passes: 3 };
let dummy: Promise<string> | undefined;

/** Tests may set `CONNECTUS_TEST_ARGON2=<KiB>,<passes>`; outside of tests it has no effect. */
function currentPolicy(): Policy {
  const cheap = process.env.NODE_ENV === "test" ? process.env.CONNECTUS_TEST_ARGON2 : undefined;
  const [memoryKib, passes] = (cheap ?? "").split(",").map(Number);
  return memoryKib && passes ? { memoryKib, passes } : policy;
}

/** argon2id, which is the package's default algorithm. Differently composed forms of the same letters are one password. */
export function hashPassword(password: string): Promise<string> {
  const { memoryKib, passes } = currentPolicy();
  return hash(password.normalize("NFC"), {
    memoryCost: memoryKib,
    timeCost: passes,
    parallelism: 1,
  });
}

/** With null (no such account) it takes as long and says false. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  dummy ??= hashPassword("nobody has this password");
  const matches = await verify(stored ?? (await dummy), password.normalize("NFC"));
  return matches && stored !== null;
}

/** Whether a stored hash is weaker than today's policy, to be renewed at the next sign-in. */
export function needsRehash(stored: string): boolean {
  const { memoryKib, passes } = currentPolicy();
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(stored);
  return !match || Number(match[1]) < memoryKib || Number(match[2]) < passes;
}
