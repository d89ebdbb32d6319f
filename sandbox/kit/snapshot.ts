import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import path from "node:path";

const shortestPauseMs = 150;

/** One JSON file that follows a state in memory: written whole, renamed into place, soon after each change. */
export class Snapshot {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private dirty = false;
  private lastMs = 0;

  constructor(
    private readonly file: string,
    private readonly save: () => unknown,
  ) {
    mkdirSync(path.dirname(file), { recursive: true });
  }

  /** The stored state, or undefined when there is none. A broken file is set aside, not lost. */
  load(): unknown {
    if (!existsSync(this.file)) return undefined;
    try {
      return JSON.parse(readFileSync(this.file, "utf8"));
    } catch {
      renameSync(this.file, `${this.file}.broken`);
      console.error(`sandbox: ${path.basename(this.file)} could not be read; kept as .broken, starting anew`);
      return undefined;
    }
  }

  changed(): void {
    this.dirty = true;
    // A large state takes long to write: writing rests ten times as long as it worked.
    this.timer ??= setTimeout(() => this.flush(), Math.max(shortestPauseMs, this.lastMs * 10)).unref();
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
    if (!this.dirty) return;
    this.dirty = false;
    writeFileSync(`${this.file}.tmp`, JSON.stringify(this.save()), { mode: 0o600 });
    renameSync(`${this.file}.tmp`, this.file);
  }

  private flush(): void {
    this.writing = this.writing.then(() => this.write());
  }

  private async write(): Promise<void> {
    const started = performance.now();
    this.dirty = false;
    const text = JSON.stringify(this.save());
    try {
      await writeFile(`${this.file}.tmp`, text, { mode: 0o600 });
      await rename(`${this.file}.tmp`, this.file);
    } catch (error) {
      this.dirty = true;
      console.error(`sandbox: could not write ${path.basename(this.file)}: ${String(error)}`);
    }
    this.lastMs = performance.now() - started;
    this.timer = undefined;
    if (this.dirty) this.changed();
  }
}
