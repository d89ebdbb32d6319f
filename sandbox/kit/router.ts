import type { Call, Reply } from "./http";

export type Handler<C> = (call: Call, context: C) => Reply | Promise<Reply>;

interface Route<H> {
  methods: string[];
  segments: string[];
  pattern: string;
  handler: H;
}

export type Match<H> =
  | { kind: "found"; handler: H; params: Record<string, string>; pattern: string }
  | { kind: "wrong_method"; allowed: string[] }
  | { kind: "none" };

/** Matches "/things/:id" patterns; the first registered wins. HEAD is answered by GET routes. */
export class Router<C, H = Handler<C>> {
  private readonly routes: Route<H>[] = [];

  on(methods: string, pattern: string, handler: H): this {
    this.routes.push({ methods: methods.split("|"), segments: split(pattern), pattern, handler });
    return this;
  }

  /** Every pattern with its methods, in the order of registration. */
  list(): { pattern: string; methods: string[] }[] {
    const byPattern = new Map<string, Set<string>>();
    for (const route of this.routes) {
      const methods = byPattern.get(route.pattern) ?? new Set();
      for (const method of route.methods) methods.add(method);
      byPattern.set(route.pattern, methods);
    }
    return [...byPattern].map(([pattern, methods]) => ({ pattern, methods: [...methods] }));
  }

  find(method: string, path: string): Match<H> {
    const segments = split(path);
    const wanted = method === "HEAD" ? "GET" : method;
    const allowed = new Set<string>();
    for (const route of this.routes) {
      const params = matchSegments(route.segments, segments);
      if (!params) continue;
      if (route.methods.includes(wanted))
        return { kind: "found", handler: route.handler, params, pattern: route.pattern };
      for (const name of route.methods) allowed.add(name);
    }
    return allowed.size > 0 ? { kind: "wrong_method", allowed: [...allowed] } : { kind: "none" };
  }
}

function split(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decode(segment);
    else if (part !== segment) return undefined;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
