import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openApiDocument } from "../openapi";
import { allEndpoints } from "./all";

const root = "app/api/v1";
// The document about the others.
const undocumented = new Set([`${root}/openapi.json/route.ts`]);

function routeFile(endpointPath: string): string {
  const folders = endpointPath.replace(/\{([a-z_]+)\}/g, (_, name: string) => `[${camel(name)}]`);
  return path.posix.join(root, folders, "route.ts");
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

async function exportedMethods(file: string): Promise<string[]> {
  const route: Record<string, unknown> = await import(path.resolve(file));
  return ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((method) => typeof route[method] === "function");
}

test("every endpoint has its route, and every route is an endpoint", async () => {
  const declared = allEndpoints.map((endpoint) => `${endpoint.method} ${routeFile(endpoint.path)}`);
  const found: string[] = [];
  for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    const plain = path.posix.join(root, file.split(path.sep).join("/"));
    if (!plain.endsWith("/route.ts")) continue;
    if (undocumented.has(plain)) continue;
    for (const method of await exportedMethods(plain)) found.push(`${method} ${plain}`);
  }
  expect(found.length).toBeGreaterThan(5);
  expect(found.sort()).toEqual(declared.sort());
});

test("ids are unique, path parameters are declared, and nothing bypasses the gate", () => {
  const ids = allEndpoints.map((endpoint) => endpoint.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const endpoint of allEndpoints) {
    const inPath = [...endpoint.path.matchAll(/\{([a-z_]+)\}/g)].map((match) => match[1]);
    expect([endpoint.id, Object.keys(endpoint.params?.shape ?? {})]).toEqual([endpoint.id, inPath]);
    expect([endpoint.id, endpoint.method === "GET" && endpoint.body]).not.toEqual([
      endpoint.id,
      endpoint.body ?? null,
    ]);
  }
  for (const endpoint of allEndpoints) {
    const source = readFileSync(routeFile(endpoint.path), "utf8");
    expect([endpoint.id, source.includes(`export const ${endpoint.method} = apiRoute(`)]).toEqual([
      endpoint.id,
      true,
    ]);
  }
});

test("the OpenAPI document names each of them once, with its errors", () => {
  const document = openApiDocument(allEndpoints, "http://127.0.0.1:3000/", "1.2.3");
  expect(document.openapi).toBe("3.1.0");
  expect(document.servers).toEqual([{ url: "http://127.0.0.1:3000/api/v1" }]);
  const listed = Object.entries(document.paths ?? {}).flatMap(([place, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${place}`),
  );
  expect(listed.sort()).toEqual(allEndpoints.map((endpoint) => `${endpoint.method} ${endpoint.path}`).sort());
  const text = JSON.stringify(document);
  expect(text).toContain("application/problem+json");
  const refs = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    (match) => match[1] ?? "",
  );
  expect(refs.filter((name) => !document.components?.schemas?.[name])).toEqual([]);
});
