import type { Call } from "../kit/http";
import { type Dict, isDict, parseJson } from "../kit/json";
import { invalid } from "./errors";

export function jsonBody(call: Call): Dict {
  const parsed = parseJson(call.body);
  if (!parsed) throw invalid("Invalid input JSON on line 1, column 1: the body is not valid JSON");
  if (!isDict(parsed.value))
    throw invalid("Invalid input JSON on line 1, column 1: the body must be an object");
  return parsed.value;
}

/** A whole number of the query between 1 and `max`. */
export function limitOf(call: Call, standard: number, max: number): number {
  const text = call.query.get("limit");
  if (text === null || text === "") return standard;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > max)
    throw invalid(`Invalid limit: ${text}. It must be a whole number between 1 and ${max}`);
  return limit;
}

/** Values of a repeated or comma-separated parameter. */
export function listOf(call: Call, name: string): string[] {
  return call.query
    .getAll(name)
    .flatMap((text) => text.split(","))
    .map((text) => text.trim())
    .filter((text) => text !== "");
}
