import { isDict, toList, toText } from "../../kit/json";
import { invalid } from "../errors";
import type { CrmRow } from "./collection";
import type { ObjectType } from "./object-types";
import { findProperty } from "./properties";
import { toMs } from "./validate";
import { propertyValue } from "./view";

export type Predicate = (row: CrmRow) => boolean;

export interface Filter {
  propertyName: string;
  operator: string;
  value?: string;
  highValue?: string;
  values: string[];
}

const operators = [
  "EQ",
  "NEQ",
  "LT",
  "LTE",
  "GT",
  "GTE",
  "BETWEEN",
  "IN",
  "NOT_IN",
  "HAS_PROPERTY",
  "NOT_HAS_PROPERTY",
  "CONTAINS_TOKEN",
  "NOT_CONTAINS_TOKEN",
];
const maxGroups = 5;
const maxFiltersPerGroup = 6;
const maxFilters = 18;

export function readFilterGroups(type: ObjectType, input: unknown): Filter[][] {
  const groups = toList(input).map((group) =>
    (isDict(group) ? toList(group.filters) : []).map((filter) => readFilter(type, filter)),
  );
  if (groups.length > maxGroups)
    throw invalid(`There are too many filter groups; the maximum is ${maxGroups}`);
  if (groups.some((group) => group.length > maxFiltersPerGroup))
    throw invalid(`There are too many filters in a group; the maximum is ${maxFiltersPerGroup}`);
  if (groups.flat().length > maxFilters)
    throw invalid(`There are too many filters; the maximum is ${maxFilters}`);
  return groups;
}

function readFilter(type: ObjectType, input: unknown): Filter {
  if (!isDict(input)) throw invalid("Invalid input JSON: a filter is not an object");
  const propertyName = toText(input.propertyName) ?? "";
  const operator = toText(input.operator) ?? "";
  if (!operators.includes(operator))
    throw invalid(`Invalid input JSON: "${operator}" is not one of ${operators.join(", ")}`);
  if (!findProperty(type.name, propertyName))
    throw invalid(`There was a problem with the request. Property "${propertyName}" does not exist`, [
      {
        message: `Property "${propertyName}" does not exist`,
        code: "PROPERTY_DOESNT_EXIST",
        context: { propertyName: [propertyName] },
      },
    ]);
  const values = toList(input.values).map((value) => toText(value) ?? "");
  const value = toText(input.value);
  const highValue = toText(input.highValue);
  const needsList = operator === "IN" || operator === "NOT_IN";
  if (needsList && values.length === 0) throw invalid(`The operator ${operator} needs "values"`);
  if (!needsList && !operator.endsWith("HAS_PROPERTY") && value === undefined)
    throw invalid(`The operator ${operator} needs a "value"`);
  if (operator === "BETWEEN" && highValue === undefined)
    throw invalid('The operator BETWEEN needs a "highValue"');
  return { propertyName, operator, value, highValue, values };
}

/** True when any group has all its filters true; no groups = everything. */
export function compileGroups(type: ObjectType, groups: Filter[][]): Predicate {
  const compiled = groups
    .filter((group) => group.length > 0)
    .map((group) => group.map((filter) => compile(type, filter)));
  if (compiled.length === 0) return () => true;
  return (row) => compiled.some((group) => group.every((matches) => matches(row)));
}

function compile(type: ObjectType, filter: Filter): Predicate {
  const { propertyName: name, operator } = filter;
  if (operator === "HAS_PROPERTY") return (row) => propertyValue(type, row, name) !== null;
  if (operator === "NOT_HAS_PROPERTY") return (row) => propertyValue(type, row, name) === null;
  const number = numberReader(type, name);
  return number ? compileNumber(filter, number) : compileText(type, filter);
}

export type NumberReader = (row: CrmRow) => number | undefined;

/** Reads a property as a number (datetimes in ms); undefined for properties that hold text. */
export function numberReader(type: ObjectType, name: string): NumberReader | undefined {
  if (name === "hs_object_id") return (row) => row.id;
  if (name === "createdate") return (row) => row.createdAt;
  if (name === type.modified) return (row) => row.updatedAt;
  const kind = findProperty(type.name, name)?.type;
  if (kind === "number") return (row) => (row.props[name] ? Number(row.props[name]) : undefined);
  if (kind === "date" || kind === "datetime")
    return (row) => (row.props[name] ? toMs(row.props[name]) : undefined);
  return undefined;
}

export function filterNumber(text: string | undefined, name: string): number {
  const number = text === undefined ? undefined : toMs(text);
  if (number !== undefined) return number;
  const plain = Number(text);
  if (Number.isFinite(plain)) return plain;
  throw invalid(`There was a problem with the request. "${text}" is not a valid value for ${name}`);
}

function compileNumber(filter: Filter, read: NumberReader): Predicate {
  const { propertyName: name, operator } = filter;
  const test = (check: (value: number) => boolean): Predicate => {
    return (row) => {
      const value = read(row);
      return value !== undefined && check(value);
    };
  };
  if (operator === "IN" || operator === "NOT_IN") {
    const wanted = new Set(filter.values.map((value) => filterNumber(value, name)));
    return operator === "IN" ? test((v) => wanted.has(v)) : (row) => !wanted.has(read(row) ?? Number.NaN);
  }
  const low = filterNumber(filter.value, name);
  if (operator === "BETWEEN") {
    const high = filterNumber(filter.highValue, name);
    return test((value) => value >= low && value <= high);
  }
  if (operator === "NEQ") return (row) => read(row) !== low;
  if (operator === "LT") return test((value) => value < low);
  if (operator === "LTE") return test((value) => value <= low);
  if (operator === "GT") return test((value) => value > low);
  if (operator === "GTE") return test((value) => value >= low);
  if (operator === "EQ") return test((value) => value === low);
  throw invalid(`The operator ${operator} does not work on ${name}`);
}

function compileText(type: ObjectType, filter: Filter): Predicate {
  const { propertyName: name, operator } = filter;
  const read = (row: CrmRow) => propertyValue(type, row, name)?.toLowerCase();
  const low = filter.value?.toLowerCase() ?? "";
  const high = filter.highValue?.toLowerCase() ?? "";
  const wanted = new Set(filter.values.map((value) => value.toLowerCase()));
  const isList = findProperty(type.name, name)?.fieldType === "checkbox";
  const any = (row: CrmRow, check: (value: string) => boolean) => {
    const value = read(row);
    if (value === undefined) return false;
    return isList ? value.split(";").some(check) : check(value);
  };
  if (operator === "EQ") return (row) => any(row, (value) => value === low);
  if (operator === "NEQ") return (row) => !any(row, (value) => value === low);
  if (operator === "IN") return (row) => any(row, (value) => wanted.has(value));
  if (operator === "NOT_IN") return (row) => !any(row, (value) => wanted.has(value));
  if (operator === "LT") return (row) => any(row, (value) => value < low);
  if (operator === "LTE") return (row) => any(row, (value) => value <= low);
  if (operator === "GT") return (row) => any(row, (value) => value > low);
  if (operator === "GTE") return (row) => any(row, (value) => value >= low);
  if (operator === "BETWEEN") return (row) => any(row, (value) => value >= low && value <= high);
  const token = tokenTest(low);
  if (operator === "CONTAINS_TOKEN") return (row) => any(row, token);
  return (row) => !any(row, token);
}

/** Whole words; "*" stands for anything, as in "*@example.com". */
function tokenTest(wanted: string): (value: string) => boolean {
  const words = wanted.split(/\s+/).filter((word) => word !== "");
  const tests = words.map(
    (word) => new RegExp(`(^|[^a-z0-9])${word.split("*").map(escapeRegex).join(".*")}($|[^a-z0-9])`),
  );
  return (value) => tests.every((test) => test.test(value));
}

function escapeRegex(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}

/** The free-text `query` of a search: each word begins some word of the usual text properties. */
export function compileQuery(query: string): Predicate {
  const names = [
    "firstname",
    "lastname",
    "email",
    "phone",
    "company",
    "name",
    "domain",
    "website",
    "dealname",
  ];
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return (row) => {
    const text = ` ${names.map((name) => row.props[name] ?? "").join(" ")}`.toLowerCase();
    return words.every(
      (word) => text.includes(` ${word}`) || text.includes(`@${word}`) || text.includes(`.${word}`),
    );
  };
}
