import "server-only";
import { createSecretKey, type KeyObject } from "node:crypto";
import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db/transaction";
import { boxKeyId, openBox, sealBox } from "./box";
import { deriveBytes } from "./hash";
import { loadRootKeys, type RootKeys } from "./root-key";
import { VaultError } from "./vault-error";
import { insertWorkspaceKey, readWorkspaceKeys, WorkspaceKeyCache } from "./workspace-key";

type Owner = Pick<Ctx, "workspaceId" | "actor">;

/** What a sealed text belongs to: the row's id and the name of the field. It opens nowhere else. */
export interface Place {
  subjectId: string;
  field: string;
}

interface Vault {
  roots?: Promise<RootKeys>;
  cache: WorkspaceKeyCache;
}

// One vault per process, also across Next's several module graphs.
const slot = Symbol.for("connectus.vault");
const holder = globalThis as unknown as Record<symbol, Vault | undefined>;

function vault(): Vault {
  holder[slot] ??= { cache: new WorkspaceKeyCache() };
  return holder[slot];
}

/** At boot: derives the root keys and proves CONNECTUS_SECRET. @throws VaultError with one sentence when it is wrong. */
export async function prepareVault(): Promise<void> {
  await rootKeys();
}

/** For tests that change the secret or the database within one process. */
export function resetVault(): void {
  holder[slot] = undefined;
}

/** In the transaction that makes the workspace. */
export async function createWorkspaceKey(tx: Tx, workspaceId: string): Promise<void> {
  await insertWorkspaceKey(tx, await rootKeys(), workspaceId);
}

/** Seals with the workspace's newest key. Call it before a transaction rather than inside one. */
export async function sealText(owner: Owner, place: Place, plain: string): Promise<string> {
  const { newest, keys } = await workspaceKeys(owner);
  return sealString(keyOrThrow(keys, newest), String(newest), workspacePlace(owner, place), plain);
}

/** @throws VaultError when the text was changed, moved to another row, field or workspace, or its key is gone. */
export async function openText(owner: Owner, place: Place, sealed: string): Promise<string> {
  const keyId = Number(boxKeyId(sealed));
  let { keys } = await workspaceKeys(owner);
  if (!keys.has(keyId)) {
    vault().cache.forget(owner.workspaceId);
    keys = (await workspaceKeys(owner)).keys;
  }
  return openString(keyOrThrow(keys, keyId), workspacePlace(owner, place), sealed);
}

/** For rows of `gate`, before a workspace is known. */
export async function sealInstance(place: Place, plain: string): Promise<string> {
  const { newest, keys } = await rootKeys();
  return sealString(instanceKey(keyOrThrow(keys, newest)), `r${newest}`, instancePlace(place), plain);
}

/** @throws VaultError */
export async function openInstance(place: Place, sealed: string): Promise<string> {
  const { keys } = await rootKeys();
  const version = Number(boxKeyId(sealed).replace(/^r/, ""));
  return openString(instanceKey(keyOrThrow(keys, version)), instancePlace(place), sealed);
}

function rootKeys(): Promise<RootKeys> {
  const current = vault();
  if (!current.roots) {
    const loading = loadRootKeys();
    current.roots = loading;
    loading.catch(() => {
      if (current.roots === loading) current.roots = undefined;
    });
  }
  return current.roots;
}

async function workspaceKeys(owner: Owner) {
  const roots = await rootKeys();
  return vault().cache.get(owner.workspaceId, () => readWorkspaceKeys(owner, roots));
}

function keyOrThrow(keys: ReadonlyMap<number, KeyObject>, id: number): KeyObject {
  const key = keys.get(id);
  if (!key) throw new VaultError("A stored secret does not open: the key it was sealed with is gone.");
  return key;
}

// Apart from the root key itself, which only wraps keys.
function instanceKey(root: KeyObject): KeyObject {
  const bytes = deriveBytes(root, "instance");
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

function sealString(key: KeyObject, keyId: string, place: string[], plain: string): string {
  const bytes = Buffer.from(plain, "utf8");
  const sealed = sealBox(key, keyId, place, bytes);
  bytes.fill(0);
  return sealed;
}

function openString(key: KeyObject, place: string[], sealed: string): string {
  const bytes = openBox(key, place, sealed);
  const plain = bytes.toString("utf8");
  bytes.fill(0);
  return plain;
}

function workspacePlace(owner: Owner, place: Place): string[] {
  return ["workspace", owner.workspaceId, place.subjectId, place.field];
}

function instancePlace(place: Place): string[] {
  return ["instance", place.subjectId, place.field];
}
