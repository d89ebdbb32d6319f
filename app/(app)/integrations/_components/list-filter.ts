import { ListIntegrations } from "@/lib/domain/integration/schema";

/** What the address says; a filter that makes no sense is left out instead of breaking the page. */
export function toListFilter(query: Record<string, string | string[] | undefined>): ListIntegrations {
  const given: Record<string, string> = {};
  for (const name of ["q", "status", "category"]) {
    const value = query[name];
    if (typeof value === "string" && value) given[name] = value;
  }
  const parsed = ListIntegrations.safeParse(given);
  return parsed.success ? parsed.data : {};
}
