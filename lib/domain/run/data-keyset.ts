import "server-only";
import { AppError } from "@/lib/errors";
import { decodeCursor, encodeCursor } from "@/lib/http/cursor";
import { isUuid } from "@/lib/ids";

const alien = () =>
  new AppError("invalid_input", {
    message: "The cursor is not one that this list gave out.",
    fix: "Leave it out to start at the first page, or pass next_cursor unchanged.",
    fields: { cursor: "Not a cursor of this list." },
  });

/** For lists in the order of their ids. */
export function idOfCursor(cursor: string): string {
  const [id] = decodeCursor(cursor);
  if (typeof id !== "string" || !isUuid(id)) throw alien();
  return id;
}

/** For lists in the order of a moment (milliseconds), then a key. */
export function momentOfCursor(cursor: string): { at: Date; key: string } {
  const [ms, key] = decodeCursor(cursor);
  const at = typeof ms === "number" ? new Date(ms) : null;
  if (!at || Number.isNaN(at.getTime()) || typeof key !== "string" || key.includes("\0")) throw alien();
  return { at, key };
}

export function momentCursor(at: Date, key: string): string {
  return encodeCursor([at.getTime(), key]);
}

/** One row more than asked tells whether there is a next page. */
export function cutPage<T>(rows: T[], limit: number, cursorOf: (row: T) => string) {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? cursorOf(last) : null };
}
