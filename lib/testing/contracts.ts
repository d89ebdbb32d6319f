import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Official or derived machine-readable descriptions of the platforms, beside the repository. */
export const contractsDir = path.resolve(process.env.CONNECTUS_CONTRACTS_DIR ?? "../shared/contracts");

export interface SentRequest {
  method: string;
  /** Without the origin's prefix. */
  path: string;
  query: string[];
  /** Parsed JSON; undefined when there was none. */
  json: unknown;
}

interface Operation {
  method: string;
  pattern: RegExp;
  query: Set<string>;
  body: JsonSchema | null;
}

interface JsonSchema {
  $ref?: string;
  type?: string;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  enum?: unknown[];
}

export interface Contract {
  /** Sentences on what the document does not know; empty when the request conforms. */
  faultsOf(request: SentRequest): string[];
}

/** Null when the folder is not there. */
export function loadContract(slug: string): Contract | null {
  const dir = path.join(contractsDir, slug);
  if (!existsSync(dir)) return null;
  const read = (file: string) => JSON.parse(readFileSync(path.join(dir, file), "utf8"));
  const files = readdirSync(dir);
  const openapi = files.filter((file) => file.endsWith(".openapi.json")).map(read);
  const facts = files.includes("routes-facts.json") ? readFacts(read("routes-facts.json")) : [];
  const operations = [...openapi.flatMap(readOpenApi), ...facts];
  return { faultsOf: (request) => faultsOf(operations, request) };
}

interface OpenApi {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components?: { schemas?: Record<string, JsonSchema> };
}
interface OpenApiOperation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content?: Record<string, { schema?: JsonSchema }> };
}

function readOpenApi(document: OpenApi): Operation[] {
  const schemas = document.components?.schemas ?? {};
  return Object.entries(document.paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      pattern: patternOf(route),
      query: new Set((operation.parameters ?? []).filter((one) => one.in === "query").map((one) => one.name)),
      body: inline(operation.requestBody?.content?.["application/json"]?.schema ?? null, schemas),
    })),
  );
}

interface Facts {
  routes: Record<string, Record<string, { args?: Record<string, unknown> }>>;
}

/** WordPress takes each argument from the query or from the body. */
function readFacts({ routes }: Facts): Operation[] {
  return Object.entries(routes).flatMap(([route, methods]) =>
    Object.entries(methods).flatMap(([names, { args = {} }]) =>
      names.split("|").map((method) => ({
        method,
        pattern: patternOf(route === "/" ? "/" : route),
        query: new Set([...Object.keys(args), "context", "_fields"]),
        body: { properties: Object.fromEntries(Object.keys(args).map((name) => [name, {}])) },
      })),
    ),
  );
}

function patternOf(route: string): RegExp {
  const parts = route.split(/\{[^}]+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]+")}/?$`);
}

function faultsOf(operations: Operation[], request: SentRequest): string[] {
  const name = `${request.method} ${request.path}`;
  const matching = operations.filter(
    (one) => one.method === request.method && one.pattern.test(request.path),
  );
  // `/users/me` also fits `/users/{id}`: it is enough to conform to one of them.
  const results = matching.map((operation) => [
    ...request.query
      .filter((key) => !operation.query.has(key))
      .map((key) => `${name}: unknown parameter ${key}`),
    ...(request.json === undefined ? [] : bodyFaults(operation.body, request.json, name)),
  ]);
  return results.find((faults) => faults.length === 0) ?? results[0] ?? [`${name}: not in the contract`];
}

function bodyFaults(schema: JsonSchema | null, value: unknown, place: string): string[] {
  if (!schema) return [`${place}: takes no body`];
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((one, index) => bodyFaults(items, one, `${place}[${index}]`)) : [];
  }
  if (schema.enum && !schema.enum.includes(value))
    return [`${place}: ${JSON.stringify(value)} is not in the list`];
  const type = value === null ? "null" : typeof value;
  const expected = schema.type === "integer" ? "number" : schema.type;
  if (expected && expected !== type) return [`${place}: is ${type}, not ${schema.type}`];
  if (type !== "object" || !schema.properties) return [];
  return Object.entries(value as object).flatMap(([key, inner]) => {
    const known = schema.properties?.[key];
    return known ? bodyFaults(known, inner, `${place}.${key}`) : [`${place}: unknown field ${key}`];
  });
}

function inline(
  schema: JsonSchema | null,
  schemas: Record<string, JsonSchema>,
  depth = 0,
): JsonSchema | null {
  if (!schema || depth > 12) return schema && {};
  if (schema.$ref) return inline(schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}, schemas, depth + 1);
  const properties = Object.entries(schema.properties ?? {}).map(([key, inner]) => [
    key,
    inline(inner, schemas, depth + 1) ?? {},
  ]);
  return {
    ...schema,
    ...(schema.properties ? { properties: Object.fromEntries(properties) } : {}),
    ...(schema.items ? { items: inline(schema.items, schemas, depth + 1) ?? {} } : {}),
  };
}
