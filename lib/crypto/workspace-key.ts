import "server-only";
import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { workspaceKeys } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { type Tx, withWorkspace } from "@/lib/db/transaction";
import { openBox, sealBox } from "./box";
import type { RootKeys } from "./root-key";
import { VaultError } from "./vault-error";

export interface WorkspaceKeys {
  newest: number;
  keys: ReadonlyMap<number, KeyObject>;
}

interface Entry {
  loaded: Promise<WorkspaceKeys>;
  until: number;
}

/** Bounded, and short-lived so that a shredded or rotated key leaves every process. */
export class WorkspaceKeyCache {
  readonly #entries = new Map<string, Entry>();
  readonly #capacity: number;
  readonly #ttlMs: number;

  constructor(capacity = 500, ttlMs = 300_000) {
    this.#capacity = capacity;
    this.#ttlMs = ttlMs;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(workspaceId: string, load: () => Promise<WorkspaceKeys>): Promise<WorkspaceKeys> {
    const known = this.#entries.get(workspaceId);
    if (known && known.until > Date.now()) {
      this.#entries.delete(workspaceId);
      this.#entries.set(workspaceId, known);
      return known.loaded;
    }
    const entry: Entry = { loaded: load(), until: Date.now() + this.#ttlMs };
    entry.loaded.catch(() => this.#entries.get(workspaceId) === entry && this.forget(workspaceId));
    this.#entries.delete(workspaceId);
    this.#entries.set(workspaceId, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#capacity) break;
      this.#entries.delete(oldest);
    }
    return entry.loaded;
  }

  forget(workspaceId: string): void {
    this.#entries.delete(workspaceId);
  }
}

export async function insertWorkspaceKey(tx: Tx, roots: RootKeys, workspaceId: string): Promise<void> {
  const root = roots.keys.get(roots.newest);
  if (!root) throw new VaultError("The newest encryption key version is missing.");
  const bytes = randomBytes(32);
  const keyId = 1;
  const wrapped = sealBox(root, `r${roots.newest}`, wrapPlace(workspaceId, keyId), bytes);
  bytes.fill(0);
  await tx.insert(workspaceKeys).values({ workspaceId, keyId, rootVersion: roots.newest, wrapped });
}

/** Must run outside a caller's transaction: it takes a connection of its own when the key is not cached. */
export async function readWorkspaceKeys(
  ctx: Pick<Ctx, "workspaceId" | "actor">,
  roots: RootKeys,
): Promise<WorkspaceKeys> {
  const rows = await withWorkspace(ctx, (tx) =>
    tx.select().from(workspaceKeys).where(eq(workspaceKeys.workspaceId, ctx.workspaceId)),
  );
  const keys = new Map<number, KeyObject>();
  for (const row of rows) {
    const root = roots.keys.get(row.rootVersion);
    if (!root) throw new VaultError(`Encryption key version ${row.rootVersion} is missing.`);
    const bytes = openBox(root, wrapPlace(ctx.workspaceId, row.keyId), row.wrapped);
    keys.set(row.keyId, createSecretKey(bytes));
    bytes.fill(0);
  }
  if (keys.size === 0) throw new VaultError("This workspace has no encryption key: its secrets are gone.");
  return { newest: Math.max(...keys.keys()), keys };
}

function wrapPlace(workspaceId: string, keyId: number): string[] {
  return ["workspace-key", workspaceId, String(keyId)];
}
