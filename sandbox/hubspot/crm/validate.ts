import { isDict, toText } from "../../kit/json";
import { type ErrorDetail, invalid } from "../errors";
import type { ObjectType } from "./object-types";
import { findProperty, type PropertyDef } from "./properties";

const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Property values as HubSpot keeps them (strings, datetimes as ISO); throws with every problem found. */
export function readProperties(type: ObjectType, input: unknown): Record<string, string> {
  if (!isDict(input)) throw invalid("Invalid input JSON: properties is missing or is not an object");
  const values: Record<string, string> = {};
  const errors: ErrorDetail[] = [];
  for (const [name, raw] of Object.entries(input)) {
    const definition = findProperty(type.name, name);
    if (!definition) {
      errors.push(detail(name, "PROPERTY_DOESNT_EXIST", `Property "${name}" does not exist`));
      continue;
    }
    if (definition.readOnly) {
      errors.push(
        detail(name, "READ_ONLY_VALUE", `"${name}" is a read only property; its value cannot be set.`),
      );
      continue;
    }
    const text = raw === null ? "" : toText(raw);
    const read = text === undefined ? undefined : readValue(definition, text);
    if (read === undefined || typeof read !== "string")
      errors.push(read ?? detail(name, "INVALID_VALUE", `"${name}" must be a string`));
    else values[name] = read;
  }
  if (errors.length > 0)
    throw invalid(`Property values were not valid: ${JSON.stringify(errors.map((e) => e.message))}`, errors);
  return values;
}

function readValue(definition: PropertyDef, text: string): string | ErrorDetail {
  const { name, type, options } = definition;
  if (text === "") return "";
  if (name === "email")
    return emailShape.test(text)
      ? text.toLowerCase()
      : detail(name, "INVALID_EMAIL", `Email address ${text} is invalid`);
  if (type === "number")
    return Number.isFinite(Number(text))
      ? text
      : detail(name, "INVALID_LONG", `${text} was not a valid number.`);
  if (type === "datetime" || type === "date") {
    const ms = toMs(text);
    if (ms === undefined) return detail(name, "INVALID_DATE", `${text} was not a valid date.`);
    const iso = new Date(ms).toISOString();
    return type === "date" ? iso.slice(0, 10) : iso;
  }
  if (options.length > 0) {
    const wrong = text.split(";").find((option) => !options.includes(option));
    if (wrong !== undefined)
      return detail(
        name,
        "INVALID_OPTION",
        `${wrong} was not one of the allowed options: [${options.join(", ")}]`,
      );
  }
  return text;
}

/** Epoch milliseconds of "1760000000000" or of an ISO date. */
export function toMs(text: string): number | undefined {
  const ms = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? ms : undefined;
}

function detail(name: string, code: string, message: string): ErrorDetail {
  return { message, code, context: { propertyName: [name] } };
}

/** What a new record must at least have. */
export function checkRequired(type: ObjectType, values: Record<string, string>): void {
  const has = (name: string) => (values[name] ?? "") !== "";
  const missing =
    type.name === "contacts"
      ? !has("email") && !has("firstname") && !has("lastname") && "one of email, firstname, lastname"
      : type.name === "companies"
        ? !has("name") && !has("domain") && "name or domain"
        : (!has("dealname") || !has("dealstage")) && "dealname and dealstage";
  if (missing)
    throw invalid(
      `Error creating ${type.singular.toUpperCase()}. Some required properties were not set: ${missing}.`,
    );
}
