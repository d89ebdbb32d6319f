import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";

export type CursorValue = string | number;

/** Opaque to callers: the keyset values of the last row, in the order of the list's sort. */
export function encodeCursor(values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** @throws AppError invalid_input for anything `encodeCursor` did not make. */
export function decodeCursor(text: string): CursorValue[] {
  if (text.length <= 1000) {
    try {
      const values: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
      if (isCursor(values)) return values;
    } catch {
      // falls through to the one answer below
    }
  }
  throw notACursor();
}

/** For lists that are sorted by id alone. */
export function decodeIdCursor(text: string): string {
  const [id] = decodeCursor(text);
  if (typeof id === "string" && isUuid(id)) return id;
  throw notACursor();
}

function notACursor(): AppError {
  return new AppError("invalid_input", {
    message: "The cursor is not one that this list gave out.",
    fix: "Leave it out to start at the first page, or pass next_cursor unchanged.",
    fields: { cursor: "Not a cursor of this list." },
  });
}

// Numbers are moments in milliseconds; what lies beyond the year 9999 no database reads as a date.
const largest = 253_402_300_799_999;

function isCursor(values: unknown): values is CursorValue[] {
  return (
    Array.isArray(values) &&
    values.length > 0 &&
    values.every(
      (value) => typeof value === "string" || (typeof value === "number" && Math.abs(value) <= largest),
    )
  );
}
