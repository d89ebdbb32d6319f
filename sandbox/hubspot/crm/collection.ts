import type { ObjectType } from "./object-types";

export interface CrmRow {
  id: number;
  createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
  props: Record<string, string>;
}

const keepTexts = 100_000;

/**
 * The records of one type in one portal. Rows come from the seed; only those that differ from it are saved.
 * `version` grows with each change, so caches of searches know when they are stale.
 */
export class Collection {
  version = 0;
  readonly rows = new Map<number, CrmRow>();
  readonly mergedInto = new Map<number, number>();
  private readonly dirty = new Set<number>();
  private readonly removed = new Set<number>();
  private readonly uniques = new Map<string, number>();
  private readonly texts = new Map<number, { key: string; text: string }>();
  private live: number[] | undefined;
  private archived: number[] | undefined;

  constructor(
    readonly type: ObjectType,
    seed: Iterable<CrmRow>,
    private readonly changed: () => void,
  ) {
    for (const row of seed) this.put(row);
  }

  /** A live or archived row; a merged id leads to the survivor. */
  get(id: number): CrmRow | undefined {
    return this.rows.get(this.mergedInto.get(id) ?? id);
  }

  byUnique(value: string): CrmRow | undefined {
    const id = this.uniques.get(value.toLowerCase());
    return id === undefined ? undefined : this.rows.get(id);
  }

  /** Ids in ascending order. */
  ids(archived: boolean): number[] {
    if (archived) {
      this.archived ??= this.collect(true);
      return this.archived;
    }
    this.live ??= this.collect(false);
    return this.live;
  }

  insert(row: CrmRow): void {
    this.put(row);
    if (this.live && row.archivedAt === null) this.live.push(row.id);
    this.mark(row.id);
  }

  update(row: CrmRow, props: Record<string, string>, now: number): void {
    this.forgetUnique(row);
    Object.assign(row.props, props);
    row.updatedAt = now;
    this.rememberUnique(row);
    this.mark(row.id);
  }

  archive(row: CrmRow, now: number): void {
    if (row.archivedAt !== null) return;
    this.forgetUnique(row);
    row.archivedAt = now;
    row.updatedAt = now;
    this.dropOrders();
    this.mark(row.id);
  }

  /** Gone for good: a privacy deletion or the losing side of a merge. */
  remove(row: CrmRow): void {
    this.forgetUnique(row);
    this.rows.delete(row.id);
    this.removed.add(row.id);
    this.dropOrders();
    this.mark(row.id);
  }

  /** JSON of a row as last made for `key`; made again after the row changed. Reading all pages again costs little. */
  textOf(row: CrmRow, key: string, view: (row: CrmRow) => unknown): string {
    const known = this.texts.get(row.id);
    if (known?.key === key) return known.text;
    const text = JSON.stringify(view(row));
    if (known || this.texts.size < keepTexts) this.texts.set(row.id, { key, text });
    return text;
  }

  save(): unknown {
    return {
      rows: [...this.dirty].flatMap((id) => this.rows.get(id) ?? []),
      removed: [...this.removed],
      merged: [...this.mergedInto],
    };
  }

  load(saved: { rows: CrmRow[]; removed: number[]; merged: [number, number][] }): void {
    for (const row of saved.rows) {
      const before = this.rows.get(row.id);
      if (before) this.forgetUnique(before);
      this.put(row);
      this.dirty.add(row.id);
    }
    for (const id of saved.removed) {
      const row = this.rows.get(id);
      if (row) this.forgetUnique(row);
      this.rows.delete(id);
      this.removed.add(id);
    }
    for (const [from, to] of saved.merged) this.mergedInto.set(from, to);
    this.dropOrders();
  }

  private put(row: CrmRow): void {
    this.rows.set(row.id, row);
    this.rememberUnique(row);
  }

  private mark(id: number): void {
    this.version += 1;
    this.texts.delete(id);
    this.dirty.add(id);
    this.changed();
  }

  private dropOrders(): void {
    this.live = undefined;
    this.archived = undefined;
  }

  private collect(archived: boolean): number[] {
    const ids: number[] = [];
    for (const row of this.rows.values()) if ((row.archivedAt !== null) === archived) ids.push(row.id);
    return ids.sort((a, b) => a - b);
  }

  private uniqueValue(row: CrmRow): string | undefined {
    return this.type.unique ? row.props[this.type.unique]?.toLowerCase() || undefined : undefined;
  }

  private rememberUnique(row: CrmRow): void {
    const value = this.uniqueValue(row);
    if (value && row.archivedAt === null) this.uniques.set(value, row.id);
  }

  private forgetUnique(row: CrmRow): void {
    const value = this.uniqueValue(row);
    if (value && this.uniques.get(value) === row.id) this.uniques.delete(value);
  }
}
