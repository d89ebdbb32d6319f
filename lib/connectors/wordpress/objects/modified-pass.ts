import { z } from "zod";
import type { Connection, JsonValue, PullInput } from "../../kit/connector";
import { createClient, type Listed } from "../client";
import { toInstant } from "../map";

/**
 * Where a pass by modification time stands. Page numbers shift when rows change meanwhile, so each page asks for what
 * was modified after the last row seen (less a second: the filter is exclusive). Only where one second holds more rows
 * than a page are they numbered, by id: `tie`.
 */
const Position = z.object({
  after: z.string().nullable(),
  page: z.number().int().min(1),
  total: z.number().int().nullable(),
  tie: z.object({ second: z.string(), rows: z.number().int() }).optional(),
});
type Position = z.infer<typeof Position>;

export interface ModifiedPage<T> {
  rows: T[];
  next: JsonValue;
  total: number | null;
  highWater?: string;
}

export interface ModifiedPass<T extends z.ZodType> {
  route: string;
  row: T;
  query: Record<string, string>;
}

export async function readModifiedPage<T extends z.ZodType<{ modified_gmt: string }>>(
  connection: Connection,
  pass: ModifiedPass<T>,
  input: PullInput,
): Promise<ModifiedPage<z.output<T>>> {
  const start: Position = { after: input.since, page: 1, total: null };
  const position = input.position === null ? start : Position.parse(input.position);
  const client = await createClient(connection);
  const listed = await client.list(pass.route, pass.row, {
    ...pass.query,
    ...windowOf(position),
    page: position.page,
    per_page: input.pageSize,
  });
  const total = position.total ?? listed.total;
  const next = position.tie ? afterTie(position, position.tie, listed) : afterPage(position, listed);
  const seenUntil = lastModified(listed.rows) ?? position.after;
  return {
    rows: listed.rows,
    total,
    next: next && { ...next, total },
    ...(next === null && seenUntil !== null ? { highWater: seenUntil } : {}),
  };
}

function windowOf({ after, tie }: Position): Record<string, string> {
  if (tie) {
    const window = { modified_after: shift(tie.second, -1), modified_before: shift(tie.second, 1) };
    return { ...window, orderby: "id", order: "asc" };
  }
  return { ...(after ? { modified_after: shift(after, 0) } : {}), orderby: "modified", order: "asc" };
}

type Next = Omit<Position, "total"> | null;

function afterPage(position: Position, listed: Listed<{ modified_gmt: string }>): Next {
  if (position.page >= listed.totalPages) return null;
  const last = lastModified(listed.rows);
  // Rows that the user may not read are left out, so a page can be empty and yet not the last.
  if (last === null) return { after: position.after, page: position.page + 1 };
  const after = toInstant(shift(last, -1));
  if (after !== null && (position.after === null || after > position.after)) return { after, page: 1 };
  return { after: position.after, page: 1, tie: { second: last, rows: 0 } };
}

function afterTie(position: Position, tie: { second: string; rows: number }, listed: Listed<unknown>): Next {
  const gone = tie.rows - listed.total;
  // Rows left this second since the last page: those behind them moved up, onto pages already read.
  if (position.page > 1 && gone > 0) return { ...position, page: 1, tie: { ...tie, rows: listed.total } };
  if (position.page >= listed.totalPages) return { after: tie.second, page: 1 };
  return { ...position, page: position.page + 1, tie: { ...tie, rows: listed.total } };
}

function lastModified(rows: readonly { modified_gmt: string }[]): string | null {
  return toInstant(rows.at(-1)?.modified_gmt ?? null);
}

/** Whole seconds with Z: without a zone WordPress would take it for the site's own time. */
function shift(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}
