import { z } from "zod";
import { notFound } from "@/lib/errors";
import { requireCleanText } from "./clean-text";
import type { EndpointDefinition } from "./endpoint";
import { maxJsonBytes, parseJson, readBytes, requireJsonType, requireMediaType } from "./read-body";
import { invalidInput, plainIssues } from "./to-app-error";

type PathParams = Record<string, string | string[] | undefined>;

/** Next names them `integrationId`; the API says `integration_id`. */
export function parseParams(endpoint: EndpointDefinition, params: PathParams): unknown {
  if (!endpoint.params) return undefined;
  const named = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
  const parsed = endpoint.params.safeParse(named);
  if (!parsed.success) throw notFound(endpoint.tag.toLowerCase().replace(/s$/, ""));
  return parsed.data;
}

export function parseQuery(endpoint: EndpointDefinition, request: Request): unknown {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of new URL(request.url).searchParams) {
    const before = values[name];
    values[name] = before === undefined ? value : [before, value].flat();
  }
  requireCleanText(values);
  const parsed = (endpoint.query ?? z.object({})).strict().safeParse(values, plainIssues);
  if (!parsed.success) throw invalidInput(parsed.error, "The query is not one that this endpoint knows.");
  return parsed.data;
}

export async function parseBody(
  endpoint: EndpointDefinition,
  request: Request,
): Promise<{ body: unknown; bytes: Uint8Array }> {
  if (endpoint.upload) {
    requireMediaType(request, endpoint.upload.types);
    return { body: undefined, bytes: await readBytes(request, endpoint.upload.maxBytes) };
  }
  if (endpoint.method === "GET") return { body: undefined, bytes: new Uint8Array() };
  const bytes = await readBytes(request, maxJsonBytes);
  if (!endpoint.body) {
    if (bytes.byteLength > 0) requireJsonType(request);
    parseEmpty(bytes);
    return { body: undefined, bytes };
  }
  const nothing = bytes.byteLength === 0 && endpoint.body.safeParse(undefined).success;
  if (!nothing) requireJsonType(request);
  const schema = endpoint.body instanceof z.ZodObject ? endpoint.body.strict() : endpoint.body;
  const parsed = schema.safeParse(parseJson(bytes), plainIssues);
  if (!parsed.success) throw invalidInput(parsed.error);
  return { body: parsed.data, bytes };
}

// Clients that always send JSON send {} where nothing is asked for.
function parseEmpty(bytes: Uint8Array): void {
  const value = parseJson(bytes);
  if (value === undefined || value === null) return;
  const parsed = z.strictObject({}).safeParse(value);
  if (!parsed.success) throw invalidInput(parsed.error, "This endpoint takes no body.");
}
