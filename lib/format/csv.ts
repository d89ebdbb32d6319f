/** Quotes what needs it and disarms cells that a spreadsheet would run as a formula. */
export function toCsvCell(value: unknown): string {
  const text =
    value === null || value === undefined
      ? ""
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
  const isNumber = typeof value === "number" || /^-?\d+([.,]\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toCsv(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [columns, ...rows]
    .map((row) => row.map(toCsvCell).join(","))
    .join("\r\n")
    .concat("\r\n");
}
