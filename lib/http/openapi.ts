import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { scopeTexts } from "@/lib/access/scopes";
import type { EndpointDefinition } from "./endpoint";

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    fix: z.string().describe("What to do next."),
    request_id: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details. Every error has this shape." });

const failures: Record<number, string> = {
  400: "A field is missing or wrong",
  401: "No valid API key or session",
  403: "The key or person lacks the right",
  404: "Does not exist, or belongs to another workspace",
  409: "In the way of something that exists or still runs",
  422: "Understood, but not possible",
  429: "Too many requests; see retry-after",
};

/** OpenAPI 3.1 from the endpoint tables. */
export function openApiDocument(
  endpoints: readonly EndpointDefinition[],
  serverUrl: string,
  version: string,
) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "An API key from Settings, API keys: `Authorization: Bearer cns_…`",
  });
  for (const endpoint of endpoints) registry.registerPath(toPath(endpoint));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "Connectus API",
      version,
      description:
        "JSON in snake_case. Lists answer `{ data, next_cursor }`. Writes take an `Idempotency-Key` header (kept 24 hours).",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: `${serverUrl.replace(/\/+$/, "")}/api/v1` }],
    security: [{ apiKey: [] }],
  });
}

function toPath(endpoint: EndpointDefinition): RouteConfig {
  const status = endpoint.status ?? 200;
  const { params, query } = endpoint;
  return {
    method: endpoint.method.toLowerCase() as RouteConfig["method"],
    path: endpoint.path,
    operationId: endpoint.id,
    summary: endpoint.summary,
    description: descriptionOf(endpoint),
    tags: [endpoint.tag],
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(endpoint.method === "GET" ? {} : { headers: idempotencyHeader }),
      ...bodyOf(endpoint),
    },
    responses: {
      [status]: { description: "Done", ...contentOf(endpoint) },
      ...Object.fromEntries(
        Object.entries(failures).map(([code, description]) => [
          code,
          { description, content: { "application/problem+json": { schema: problem } } },
        ]),
      ),
    },
  };
}

const file = z.string().meta({ type: "string", format: "binary" });

function contentOf({ download, response, status }: EndpointDefinition) {
  if (status === 204) return {};
  if (!download) return { content: { "application/json": { schema: response } } };
  return { content: Object.fromEntries(download.types.map((type) => [type, { schema: file }])) };
}

const idempotencyHeader = z.object({
  "Idempotency-Key": z
    .string()
    .max(200)
    .optional()
    .meta({ description: "Makes the write happen once in 24 hours." }),
});

function descriptionOf(endpoint: EndpointDefinition): string {
  const right = endpoint.scope ? `Needs the right \`${endpoint.scope}\`: ${scopeTexts[endpoint.scope]}.` : "";
  return [endpoint.description, right].filter(Boolean).join("\n\n");
}

function bodyOf(endpoint: EndpointDefinition) {
  if (endpoint.upload) {
    const content = Object.fromEntries(endpoint.upload.types.map((type) => [type, { schema: file }]));
    return { body: { content } };
  }
  if (!endpoint.body) return {};
  return { body: { required: true, content: { "application/json": { schema: endpoint.body } } } };
}
