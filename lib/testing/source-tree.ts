import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface Source {
  path: string;
  /** The path without its ending, as imports name it. */
  module: string;
  text: string;
  isTest: boolean;
  /** Modules of ours, relative to the root, without ending. */
  imports: string[];
  /** Those of `imports` that vanish at run time. */
  typeOnly: ReadonlySet<string>;
  packages: string[];
}

const skipped = new Set([
  "node_modules",
  ".next",
  ".connectus",
  ".git",
  "migrations",
  "test-results",
  "playwright-report",
  "coverage",
]);
const ending = /\.(tsx|ts|mjs|mts)$/;

export function sources(root = "."): Source[] {
  const files: string[] = [];
  const walk = (dir: string) => {
    for (const entry of readdirSync(path.join(root, dir), { withFileTypes: true })) {
      if (skipped.has(entry.name) || entry.name === "next-env.d.ts") continue;
      const at = dir ? `${dir}/${entry.name}` : entry.name;
      if (entry.isDirectory()) walk(at);
      else if (ending.test(entry.name)) files.push(at);
    }
  };
  walk("");
  return files.map((file) => read(root, file));
}

function read(root: string, file: string): Source {
  const text = readFileSync(path.join(root, file), "utf8");
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;
  const imports = new Set<string>();
  const packages = new Set<string>();
  const valueImports = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    const name = match[2] ?? match[3] ?? "";
    const module = toModule(file, name);
    if (!module) {
      packages.add(name);
      continue;
    }
    imports.add(module);
    if (!match[1]) valueImports.add(module);
  }
  return {
    path: file,
    module: file.replace(ending, ""),
    text,
    isTest: /\.(test|spec)\.tsx?$/.test(file) || file.startsWith("lib/testing/") || file.startsWith("e2e/"),
    imports: [...imports],
    typeOnly: new Set([...imports].filter((module) => !valueImports.has(module))),
    packages: [...packages],
  };
}

function toModule(file: string, name: string): string | null {
  if (name.startsWith("@/")) return name.slice(2).replace(ending, "");
  if (name.startsWith(".")) return path.posix.join(path.posix.dirname(file), name).replace(ending, "");
  return null;
}
