import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { toDict, toList } from "../kit/json";

export interface StoredFile {
  id: number;
  stored: string;
  name: string;
  extension: string;
  folder: string;
  type: string;
  size: number;
  access: string;
  createdAt: number;
}

/** The file manager of one portal; the bytes lie beside the snapshot. */
export class FileShelf {
  private readonly files = new Map<number, StoredFile>();

  constructor(
    saved: unknown,
    private readonly dir: string,
    private readonly changed: () => void,
  ) {
    for (const file of toList(toDict(saved).files) as StoredFile[]) this.files.set(file.id, file);
  }

  add(file: Omit<StoredFile, "id" | "stored">, bytes: Buffer): StoredFile {
    const stored = randomUUID();
    mkdirSync(this.dir, { recursive: true });
    writeFileSync(path.join(this.dir, stored), bytes);
    const made = { ...file, id: 510_000_001 + this.files.size, stored };
    this.files.set(made.id, made);
    this.changed();
    return made;
  }

  get(id: number): StoredFile | undefined {
    return this.files.get(id);
  }

  bytes(file: StoredFile): Buffer {
    return readFileSync(path.join(this.dir, file.stored));
  }

  save(): unknown {
    return { files: [...this.files.values()] };
  }
}
