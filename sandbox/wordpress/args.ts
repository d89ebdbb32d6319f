import { type Call, contentType } from "../kit/http";
import { type Dict, isDict, parseJson } from "../kit/json";
import { parseMultipart } from "../kit/multipart";
import { parseSiteDate } from "./dates";
import { refuse, type WpError, wpError } from "./errors";

export type ArgSpec = { required?: boolean; default?: unknown } & (
  | { type: "integer"; min?: number; max?: number }
  | { type: "string"; oneOf?: readonly string[]; date?: boolean; nullable?: boolean }
  | { type: "boolean" }
  | { type: "list"; items: "integer" | "string"; oneOf?: readonly string[]; max?: number }
  | { type: "any" }
);

export type ArgSpecs = Record<string, ArgSpec>;

/** Parameters of the query and the body together; the body wins. */
export function rawParams(call: Call): Dict {
  return { ...fromPairs(call.query), ...bodyParams(call) };
}

function bodyParams(call: Call): Dict {
  if (call.body.length === 0 || call.method === "GET" || call.method === "HEAD") return {};
  const type = contentType(call);
  if (type === "application/json" || type.endsWith("+json")) {
    const parsed = parseJson(call.body);
    if (!parsed)
      throw refuse(400, "rest_invalid_json", "Invalid JSON body passed.", {
        json_error_code: 4,
        json_error_message: "Syntax error",
      });
    return isDict(parsed.value) ? parsed.value : {};
  }
  if (type === "application/x-www-form-urlencoded")
    return fromPairs(new URLSearchParams(call.body.toString("utf8")));
  if (type !== "multipart/form-data") return {};
  const parts = parseMultipart(String(call.headers["content-type"]), call.body) ?? [];
  const fields = parts.filter((part) => part.fileName === undefined);
  return fromPairs(fields.map((part) => [part.name, part.bytes.toString("utf8")]));
}

/** `a[]=1&a[]=2` and `a[0]=1` become a list, `a[b]=1` an object. */
function fromPairs(pairs: Iterable<[string, string]>): Dict {
  const params: Dict = {};
  for (const [key, value] of pairs) {
    const [, name = key, sub] = /^([^[]+)\[([^\]]*)\]$/.exec(key) ?? [];
    const known = params[name];
    if (sub === undefined) params[name] = value;
    else if (sub === "" || /^\d+$/.test(sub))
      params[name] = Array.isArray(known) ? [...known, value] : [value];
    else params[name] = { ...(isDict(known) ? known : {}), [sub]: value };
  }
  return params;
}

/** The parameters in their types, or the error WordPress answers with. */
export function checkArgs(specs: ArgSpecs, raw: Dict): { args: Dict } | { error: WpError } {
  const missing = Object.entries(specs).filter(([name, spec]) => spec.required && raw[name] === undefined);
  if (missing.length > 0) {
    const names = missing.map(([name]) => name);
    return {
      error: wpError(400, "rest_missing_callback_param", `Missing parameter(s): ${names.join(", ")}`, {
        params: names,
      }),
    };
  }
  const args: Dict = {};
  const problems: Record<string, { code: string; message: string; data: null }> = {};
  for (const [name, spec] of Object.entries(specs)) {
    if (raw[name] === undefined) {
      if (spec.default !== undefined) args[name] = spec.default;
      continue;
    }
    const read = readArg(name, spec, raw[name]);
    if ("value" in read) args[name] = read.value;
    else problems[name] = { ...read, data: null };
  }
  const names = Object.keys(problems);
  return names.length > 0 ? { error: invalidParams(problems) } : { args };
}

export function invalidParams(
  problems: Record<string, { code: string; message: string; data: null }>,
): WpError {
  const names = Object.keys(problems);
  return wpError(400, "rest_invalid_param", `Invalid parameter(s): ${names.join(", ")}`, {
    params: Object.fromEntries(names.map((name) => [name, problems[name]?.message])),
    details: problems,
  });
}

type Read = { value: unknown } | { code: string; message: string };

function wrongType(name: string, type: string): Read {
  return { code: "rest_invalid_type", message: `${name} is not of type ${type}.` };
}

function readArg(name: string, spec: ArgSpec, raw: unknown): Read {
  switch (spec.type) {
    case "integer":
      return readInteger(name, spec, raw);
    case "boolean":
      return readBoolean(name, raw);
    case "list":
      return readList(name, spec, raw);
    case "string":
      return readString(name, spec, raw);
    case "any":
      return { value: raw };
  }
}

function readInteger(name: string, { min, max }: { min?: number; max?: number }, raw: unknown): Read {
  const number =
    typeof raw === "number" ? raw : typeof raw === "string" && raw !== "" ? Number(raw) : Number.NaN;
  if (!Number.isInteger(number)) return wrongType(name, "integer");
  const bounds = (message: string): Read => ({
    code: "rest_out_of_bounds",
    message: `${name} must be ${message}`,
  });
  if (min !== undefined && max !== undefined && (number < min || number > max))
    return bounds(`between ${min} (inclusive) and ${max} (inclusive)`);
  if (min !== undefined && number < min) return bounds(`greater than or equal to ${min}`);
  return { value: number };
}

function readBoolean(name: string, raw: unknown): Read {
  if (raw === true || raw === "true" || raw === "1" || raw === 1) return { value: true };
  if (raw === false || raw === "false" || raw === "0" || raw === 0 || raw === "") return { value: false };
  return wrongType(name, "boolean");
}

function readString(
  name: string,
  spec: { oneOf?: readonly string[]; date?: boolean; nullable?: boolean },
  raw: unknown,
): Read {
  if (raw === null && spec.nullable) return { value: null };
  const text = typeof raw === "string" ? raw : typeof raw === "number" ? String(raw) : undefined;
  if (text === undefined) return wrongType(name, spec.nullable ? "string,null" : "string");
  if (spec.oneOf && !spec.oneOf.includes(text))
    return { code: "rest_not_in_enum", message: `${name} is not one of ${listed(spec.oneOf)}.` };
  if (spec.date && parseSiteDate(text) === undefined)
    return { code: "rest_invalid_date", message: "Invalid date." };
  return { value: text };
}

function readList(
  name: string,
  spec: { items: "integer" | "string"; oneOf?: readonly string[]; max?: number },
  raw: unknown,
): Read {
  const parts = typeof raw === "string" ? raw.split(/[\s,]+/).filter((part) => part !== "") : raw;
  const items: unknown[] = Array.isArray(parts) ? parts : typeof parts === "number" ? [parts] : [];
  if (!Array.isArray(parts) && typeof parts !== "number") return wrongType(name, "array");
  if (spec.max !== undefined && items.length > spec.max)
    return { code: "rest_too_many_items", message: `${name} must contain at most ${spec.max} items.` };
  const values: unknown[] = [];
  for (const [i, item] of items.entries()) {
    const read =
      spec.items === "integer"
        ? readInteger(`${name}[${i}]`, {}, item)
        : readString(`${name}[${i}]`, spec, item);
    if (!("value" in read)) return read;
    values.push(read.value);
  }
  return { value: values };
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")}, and ${items.at(-1)}`;
}

export function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === "number") : [];
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

export function optionalText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function optionalNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
