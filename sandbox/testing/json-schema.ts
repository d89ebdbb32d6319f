import { readFileSync } from "node:fs";
import path from "node:path";
import { type Dict, isDict, toDict, toList } from "../kit/json";

/** Checks values against the JSON Schema (draft 7) files of a folder; knows the keywords those files use. */
export class SchemaFolder {
  private readonly files = new Map<string, Dict>();

  /** The problems found, each with its place; empty when `value` is as `file` says. */
  check(file: string, value: unknown): string[] {
    const schema = this.read(file);
    return this.walk(schema, value, { file, at: "" });
  }

  private read(file: string): Dict {
    const known = this.files.get(file) ?? toDict(JSON.parse(readFileSync(file, "utf8")));
    this.files.set(file, known);
    return known;
  }

  private walk(schema: Dict, value: unknown, place: Place): string[] {
    if (typeof schema.$ref === "string") return this.follow(schema.$ref, value, place);
    return [
      ...this.combined(schema, value, place),
      ...checkType(schema, value, place),
      ...(typeof value === "string" ? checkText(schema, value, place) : []),
      ...(isDict(value) ? this.object(schema, value, place) : []),
      ...(Array.isArray(value) ? this.list(schema, value, place) : []),
    ];
  }

  private follow(ref: string, value: unknown, place: Place): string[] {
    const [target = "", pointer = ""] = ref.split("#");
    const file = target === "" ? place.file : path.resolve(path.dirname(place.file), target);
    let schema: unknown = this.read(file);
    for (const key of pointer.split("/").filter((part) => part !== "")) schema = toDict(schema)[key];
    if (!isDict(schema)) throw new Error(`${place.file}: nothing at ${ref}`);
    return this.walk(schema, value, { ...place, file });
  }

  private combined(schema: Dict, value: unknown, place: Place): string[] {
    const passing = (list: unknown) =>
      toList(list).filter((option) => this.walk(toDict(option), value, place).length === 0).length;
    const problems = toList(schema.allOf).flatMap((option) => this.walk(toDict(option), value, place));
    if (schema.anyOf && passing(schema.anyOf) === 0) problems.push(`${place.at}: fits none of anyOf`);
    if (schema.oneOf && passing(schema.oneOf) !== 1)
      problems.push(
        `${place.at}: fits ${passing(schema.oneOf)} of oneOf: ${JSON.stringify(value)?.slice(0, 80)}`,
      );
    return problems;
  }

  private object(schema: Dict, value: Dict, place: Place): string[] {
    const properties = toDict(schema.properties);
    const problems = toList(schema.required)
      .filter((name) => !(String(name) in value))
      .map((name) => `${place.at}: ${String(name)} is missing`);
    for (const [name, item] of Object.entries(value)) {
      const at = { ...place, at: `${place.at}/${name}` };
      if (isDict(schema.propertyNames)) problems.push(...this.walk(schema.propertyNames, name, at));
      if (isDict(properties[name])) problems.push(...this.walk(properties[name], item, at));
      else if (schema.additionalProperties === false) problems.push(`${at.at}: is not allowed`);
      else if (isDict(schema.additionalProperties))
        problems.push(...this.walk(schema.additionalProperties, item, at));
    }
    return problems;
  }

  private list(schema: Dict, value: unknown[], place: Place): string[] {
    if (!isDict(schema.items)) return [];
    const items = schema.items;
    const problems = value.flatMap((item, i) => this.walk(items, item, { ...place, at: `${place.at}/${i}` }));
    // The folder's EmptyArray says "no items" with additionalItems.
    if (schema.additionalItems === false && value.length > 0) problems.push(`${place.at}: must be empty`);
    return problems;
  }
}

interface Place {
  file: string;
  at: string;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}

function checkType(schema: Dict, value: unknown, { at }: Place): string[] {
  const wanted = typeof schema.type === "string" ? [schema.type] : toList(schema.type);
  const actual = typeOf(value);
  const fits =
    wanted.length === 0 || wanted.includes(actual) || (actual === "integer" && wanted.includes("number"));
  const problems = fits ? [] : [`${at}: is ${actual}, should be ${wanted.join(" or ")}`];
  if (schema.const !== undefined && schema.const !== value)
    problems.push(`${at}: is not ${String(schema.const)}`);
  if (schema.enum && !toList(schema.enum).includes(value))
    problems.push(`${at}: ${String(value)} is not listed`);
  return problems;
}

const formats: Record<string, (text: string) => boolean> = {
  uri: (text) => URL.canParse(text),
  email: (text) => /^[^\s@]+@[^\s@]+$/.test(text),
  uuid: (text) => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text),
  ipv4: (text) => /^(\d{1,3}\.){3}\d{1,3}$/.test(text),
};

function checkText(schema: Dict, value: string, { at }: Place): string[] {
  const problems: string[] = [];
  if (typeof schema.minLength === "number" && value.length < schema.minLength)
    problems.push(`${at}: is too short`);
  if (typeof schema.pattern === "string" && !new RegExp(schema.pattern).test(value))
    problems.push(`${at}: ${value} does not match ${schema.pattern}`);
  const isRight = typeof schema.format === "string" ? formats[schema.format] : undefined;
  if (isRight && !isRight(value)) problems.push(`${at}: ${value} is no ${String(schema.format)}`);
  return problems;
}
