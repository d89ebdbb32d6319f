import "server-only";
import { createSecretKey, type KeyObject, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { asc } from "drizzle-orm";
import { keyVersions } from "@/drizzle/schema/gate";
import { withGate } from "@/lib/db/transaction";
import { env } from "@/lib/env";
import { openBox, sealBox } from "./box";
import { VaultError } from "./vault-error";

export interface RootKeys {
  newest: number;
  keys: ReadonlyMap<number, KeyObject>;
}

const deriveAsync = promisify(pbkdf2);
const leastIterations = 100_000;
const canaryText = "connectus";

/** One key per version, derived from CONNECTUS_SECRET and proven by opening the version's canary. */
export async function loadRootKeys(): Promise<RootKeys> {
  let versions = await readVersions();
  if (versions.length === 0) {
    await createFirstVersion();
    versions = await readVersions();
  }
  const keys = new Map<number, KeyObject>();
  for (const row of versions) {
    const key = await deriveRoot(row.salt, row.iterations);
    proveKey(key, row.version, row.canary);
    keys.set(row.version, key);
  }
  const newest = versions.at(-1)?.version;
  if (newest === undefined) throw new VaultError("The database holds no encryption key version.");
  return { newest, keys };
}

function readVersions() {
  return withGate((tx) => tx.select().from(keyVersions).orderBy(asc(keyVersions.version)));
}

// Two processes may start on an empty database at once: the first insert wins, and both then read that row.
async function createFirstVersion(): Promise<void> {
  const salt = randomBytes(32);
  const iterations = env().CONNECTUS_KDF_ITERATIONS;
  const key = await deriveRoot(salt, iterations);
  const canary = sealBox(key, "r1", canaryPlace(1), Buffer.from(canaryText));
  await withGate((tx) =>
    tx.insert(keyVersions).values({ version: 1, salt, iterations, canary }).onConflictDoNothing(),
  );
}

async function deriveRoot(salt: Buffer, iterations: number): Promise<KeyObject> {
  if (iterations < leastIterations) {
    throw new VaultError(
      `The key derivation runs ${iterations} iterations; fewer than ${leastIterations} are refused.`,
    );
  }
  const bytes = await deriveAsync(env().CONNECTUS_SECRET, salt, iterations, 32, "sha256");
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

function proveKey(key: KeyObject, version: number, canary: string): void {
  try {
    if (openBox(key, canaryPlace(version), canary).toString() === canaryText) return;
  } catch (cause) {
    throw wrongSecret(cause);
  }
  throw wrongSecret();
}

function wrongSecret(cause?: unknown): VaultError {
  return new VaultError(
    "CONNECTUS_SECRET is not the one this database was encrypted with: start with the former value, or with a new database.",
    cause,
  );
}

function canaryPlace(version: number): string[] {
  return ["canary", String(version)];
}
