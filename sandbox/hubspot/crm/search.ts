import { isDict, toList, toText, toTexts } from "../../kit/json";
import { invalid } from "../errors";
import type { Collection, CrmRow } from "./collection";
import {
  compileGroups,
  compileQuery,
  type Filter,
  filterNumber,
  type NumberReader,
  numberReader,
  readFilterGroups,
} from "./filters";
import { findProperty } from "./properties";
import { propertyValue, rowViewer } from "./view";

const pageLimit = 200;
const windowLimit = 10_000;
const bodyLimit = 3000;
const keepResults = 16;

/** What a search found; rows past the window are only counted. */
interface Found {
  rows: CrmRow[];
  total: number;
}

interface Sort {
  name: string;
  descending: boolean;
}

/**
 * POST /crm/v3/objects/{type}/search. Sorted orders and results are kept until a record changes, so that reading
 * a large result page by page does not sort or filter again for each page.
 * https://developers.hubspot.com/docs/api-reference/search/guide
 */
export class SearchIndex {
  private version = -1;
  private readonly orders = new Map<string, CrmRow[]>();
  private readonly results = new Map<string, Found>();

  constructor(private readonly collection: Collection) {}

  /** `visibleUntil`: records changed after it are not indexed yet. */
  search(body: unknown, bytes: number, visibleUntil: number) {
    if (!isDict(body)) throw invalid("Invalid input JSON: the body must be an object");
    if (bytes > bodyLimit && toText(body.query) !== undefined)
      throw invalid(`The request is too long; the maximum is ${bodyLimit} characters`);
    const { type } = this.collection;
    const limit = readLimit(body.limit);
    const offset = readAfter(body.after);
    if (offset + limit > windowLimit)
      throw invalid(`The maximum number of results that can be paged through is ${windowLimit}`);
    const { rows: found, total } = this.resultOf(body, visibleUntil);
    const rows = found.slice(offset, offset + limit);
    const next = offset + rows.length;
    const properties = toTexts(body.properties);
    return {
      total,
      results: rows.map(rowViewer(type, { properties })),
      ...(next < total ? { paging: { next: { after: String(next) } } } : {}),
    };
  }

  private resultOf(body: Record<string, unknown>, visibleUntil: number): Found {
    if (this.version !== this.collection.version) {
      this.version = this.collection.version;
      this.orders.clear();
      this.results.clear();
    }
    const { type } = this.collection;
    const sort = this.readSort(body.sorts);
    const groups = readFilterGroups(type, body.filterGroups);
    const query = toText(body.query) ?? "";
    const isLagging = visibleUntil !== Number.POSITIVE_INFINITY;
    const key = JSON.stringify([sort, groups, query]);
    const known = this.results.get(key);
    if (known && !isLagging) return known;
    const matches = compileGroups(type, groups);
    const matchesQuery = query === "" ? undefined : compileQuery(query);
    const order = this.order(sort);
    const [from, to] = this.narrowed(order, sort, groups);
    const found: Found = { rows: [], total: 0 };
    for (let i = from; i < to; i++) {
      const row = order[i];
      if (!row || row.updatedAt > visibleUntil || !matches(row) || matchesQuery?.(row) === false) continue;
      found.total += 1;
      if (found.total <= windowLimit) found.rows.push(row);
    }
    if (isLagging) return found;
    this.results.set(key, found);
    const oldest = this.results.keys().next().value;
    if (this.results.size > keepResults && oldest !== undefined) this.results.delete(oldest);
    return found;
  }

  private readSort(input: unknown): Sort {
    const sorts = toList(input);
    if (sorts.length > 1) throw invalid("Only one sort is allowed");
    const first = sorts[0];
    if (first === undefined) return { name: "createdate", descending: false };
    // A bare name is what the official client's type says; a leading "-" turns it round.
    const text = isDict(first) ? (toText(first.propertyName) ?? "") : (toText(first) ?? "");
    const descending = isDict(first) ? toText(first.direction) === "DESCENDING" : text.startsWith("-");
    const name = isDict(first) ? text : text.replace(/^-/, "");
    if (!findProperty(this.collection.type.name, name))
      throw invalid(`There was a problem with the request. Property "${name}" does not exist`);
    return { name, descending };
  }

  /** Live rows in the order of one property; rows without a value come last, equals by id. */
  private order({ name, descending }: Sort): CrmRow[] {
    const key = `${name}:${descending}`;
    const known = this.orders.get(key);
    if (known) return known;
    const { type, rows } = this.collection;
    const list = this.collection.ids(false).flatMap((id) => rows.get(id) ?? []);
    const direction = descending ? -1 : 1;
    const number = numberReader(type, name);
    if (number) {
      list.sort((a, b) => compareNumbers(number(a), number(b), direction) || a.id - b.id);
    } else {
      const texts = new Map(list.map((row) => [row, propertyValue(type, row, name)?.toLowerCase()]));
      list.sort((a, b) => compareTexts(texts.get(a), texts.get(b), direction) || a.id - b.id);
    }
    this.orders.set(key, list);
    return list;
  }

  /** The part of the order that a lower or upper bound on the sorted property leaves over, found by halving. */
  private narrowed(order: CrmRow[], sort: Sort, groups: Filter[][]): [number, number] {
    const [group] = groups;
    const number = numberReader(this.collection.type, sort.name);
    if (!group || groups.length > 1 || !number || sort.descending) return [0, order.length];
    let from = 0;
    let to = order.length;
    for (const filter of group) {
      if (filter.propertyName !== sort.name) continue;
      const bound = () => filterNumber(filter.value, sort.name);
      if (filter.operator === "GT" || filter.operator === "GTE")
        from = Math.max(from, firstAtLeast(order, number, bound()));
      if (filter.operator === "LT" || filter.operator === "LTE")
        to = Math.min(to, firstAtLeast(order, number, bound() + 1));
    }
    return [from, to];
  }
}

function firstAtLeast(order: CrmRow[], number: NumberReader, bound: number): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = order[middle];
    if (row && (number(row) ?? Number.POSITIVE_INFINITY) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareNumbers(a: number | undefined, b: number | undefined, direction: number): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return (a - b) * direction;
}

function compareTexts(a: string | undefined, b: string | undefined, direction: number): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return a === b ? 0 : a < b ? -direction : direction;
}

function readLimit(value: unknown): number {
  if (value === undefined || value === null) return 10;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 0 || limit > pageLimit)
    throw invalid(`limit must be a whole number between 0 and ${pageLimit}`);
  return limit;
}

function readAfter(value: unknown): number {
  if (value === undefined || value === null || value === "") return 0;
  const offset = Number(value);
  if (!Number.isInteger(offset) || offset < 0)
    throw invalid("after must be a paging cursor from an earlier answer");
  return offset;
}
