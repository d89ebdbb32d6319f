import { randomUUID } from "node:crypto";
import { isDict, toList } from "./json";
import { seededRandom } from "./random";

export const faultKinds = {
  "429": "Too many requests (Retry-After when given)",
  "500": "Server error",
  "503": "Out of service",
  slow: "Answers late (ms)",
  hang: "Never answers",
  hang_after: "Write applied, then never answers",
  html: "HTML instead of JSON",
  half_json: "Half a JSON",
  expire_tokens: "All tokens expire now",
  revoke_consent: "The account withdraws its consent now",
  redirect_private: "Redirect to 169.254.169.254",
  cut_before: "Connection cut before the answer, nothing applied",
  cut_after: "Connection cut after the write was applied",
} as const;

export type FaultKind = keyof typeof faultKinds;

export interface FaultRule {
  id: string;
  kind: FaultKind;
  /** Per cent of the matching calls. */
  rate: number;
  /** How many more calls it hits; null = until removed. */
  next: number | null;
  method: string | null;
  /** Prefix of the path inside the platform. */
  path: string | null;
  ms: number;
  retryAfter: number | null;
  hits: number;
}

export type FaultInput = { kind: FaultKind } & Partial<Omit<FaultRule, "id" | "kind" | "hits">>;

export class FaultBook {
  private readonly rules = new Map<string, FaultRule[]>();
  private readonly random = seededRandom(20_260_101);

  list(platform: string): FaultRule[] {
    return this.rules.get(platform) ?? [];
  }

  /** Replaces all rules of a platform. */
  set(platform: string, inputs: FaultInput[]): FaultRule[] {
    const rules = inputs.map(toRule);
    this.rules.set(platform, rules);
    return rules;
  }

  add(platform: string, input: FaultInput): FaultRule {
    const rule = toRule(input);
    this.rules.set(platform, [...this.list(platform), rule]);
    return rule;
  }

  clear(platform?: string): void {
    if (platform) this.rules.delete(platform);
    else this.rules.clear();
  }

  /** The rules that hit this call, in order; at most one that decides the answer, and that one last. */
  take(platform: string, call: { method: string; path: string; isApi: boolean }): FaultRule[] {
    const hit: FaultRule[] = [];
    for (const rule of this.list(platform)) {
      if (!matches(rule, call) || this.random() * 100 >= rule.rate) continue;
      rule.hits += 1;
      if (rule.next !== null) rule.next -= 1;
      hit.push(rule);
      if (decides(rule.kind)) break;
    }
    if (hit.length > 0)
      this.rules.set(
        platform,
        this.list(platform).filter((rule) => rule.next === null || rule.next > 0),
      );
    return hit;
  }
}

function decides(kind: FaultKind): boolean {
  return !["slow", "expire_tokens", "revoke_consent"].includes(kind);
}

function matches(rule: FaultRule, call: { method: string; path: string; isApi: boolean }): boolean {
  if (rule.next !== null && rule.next <= 0) return false;
  if (rule.method && rule.method !== call.method) return false;
  return rule.path ? call.path.startsWith(rule.path) : call.isApi;
}

function toRule(input: FaultInput): FaultRule {
  return {
    id: randomUUID(),
    kind: input.kind,
    rate: Math.min(100, Math.max(0, input.rate ?? 100)),
    next: input.next ?? null,
    method: input.method?.toUpperCase() ?? null,
    path: input.path || null,
    ms: Math.max(0, input.ms ?? 3000),
    retryAfter: input.retryAfter ?? null,
    hits: 0,
  };
}

/** `{ rules: [...] }`, a bare list, or one rule, as the panel's API takes them. Throws a sentence. */
export function parseFaults(body: unknown): FaultInput[] {
  const items = Array.isArray(body) ? body : isDict(body) && "rules" in body ? toList(body.rules) : [body];
  return items.map((item) => {
    if (!isDict(item) || typeof item.kind !== "string" || !(item.kind in faultKinds))
      throw new Error(`each rule needs a "kind", one of: ${Object.keys(faultKinds).join(", ")}`);
    return {
      kind: item.kind as FaultKind,
      rate: wholeNumber(item, "rate"),
      next: wholeNumber(item, "next"),
      ms: wholeNumber(item, "ms"),
      retryAfter: wholeNumber(item, "retryAfter"),
      method: typeof item.method === "string" && item.method !== "" ? item.method : undefined,
      path: typeof item.path === "string" && item.path !== "" ? item.path : undefined,
    };
  });
}

function wholeNumber(item: Record<string, unknown>, key: string): number | undefined {
  const value = item[key];
  if (value === undefined || value === null || value === "") return undefined;
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0) throw new Error(`"${key}" must be a number of 0 or more`);
  return number;
}
