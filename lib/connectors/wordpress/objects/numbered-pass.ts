import { z } from "zod";
import type { Connection, JsonValue, PullInput } from "../../kit/connector";
import { createClient } from "../client";

const Position = z.object({ page: z.number().int().min(1), total: z.number().int() });

/** For lists without a modification time: all of it each time, by page number in the order of ids. */
export async function readNumberedPage<T extends z.ZodType>(
  connection: Connection,
  pass: { route: string; row: T; query: Record<string, string> },
  input: PullInput,
): Promise<{ rows: z.output<T>[]; next: JsonValue; total: number }> {
  const { page, total } = input.position === null ? { page: 1, total: 0 } : Position.parse(input.position);
  const client = await createClient(connection);
  // With a dead password WordPress shows these lists to strangers, only shorter: what is hidden would count as deleted.
  if (input.position === null) await client.me();
  const query = { ...pass.query, orderby: "id", order: "asc", page, per_page: input.pageSize };
  const listed = await client.list(pass.route, pass.row, query);
  const gone = Math.max(0, total - listed.total);
  // What was deleted meanwhile moved later rows up, past the end of the page before: go back as far as that can be.
  const nextPage = gone > 0 ? Math.max(1, page - Math.ceil(gone / input.pageSize)) : page + 1;
  const isLast = nextPage > listed.totalPages;
  return {
    rows: listed.rows,
    total: listed.total,
    next: isLast ? null : { page: nextPage, total: listed.total },
  };
}
