import { type ParseResult, parse } from "@marcbachmann/cel-js";

const parsed = new Map<string, ParseResult>();

/** Throws with the parser's sentence; used at boot so that a broken expression never waits for its first event. */
export function checkExpression(expression: string): void {
  compile(expression);
}

/**
 * The value of a CEL expression, or undefined when it refers to something that is not there: a missing key is
 * "no match", so that a missing key never equals another missing key.
 */
export function evaluate(expression: string, scope: Record<string, unknown>): unknown {
  try {
    const value: unknown = compile(expression)(toCel(scope) as Record<string, unknown>);
    return typeof value === "bigint" ? Number(value) : value;
  } catch {
    return undefined;
  }
}

export function matches(expression: string | null | undefined, scope: Record<string, unknown>): boolean {
  return !expression || evaluate(expression, scope) === true;
}

/** A key as text: equal values give equal texts; undefined when something in it is missing. */
export function evaluateKey(expression: string, scope: Record<string, unknown>): string | undefined {
  const value = evaluate(expression, scope);
  if (value === undefined) return undefined;
  return typeof value === "string"
    ? value
    : JSON.stringify(value, (_, part) => (typeof part === "bigint" ? Number(part) : part));
}

function compile(expression: string): ParseResult {
  const known = parsed.get(expression);
  if (known) return known;
  const made = parse(expression);
  parsed.set(expression, made);
  return made;
}

// CEL tells ints from doubles: without this `event.data.n * 60` has no overload.
function toCel(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toCel(part)]));
}
