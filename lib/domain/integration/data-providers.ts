import "server-only";
import { catalog } from "@/lib/connectors/catalog";
import type { Category, Manifest } from "@/lib/connectors/kit/manifest";
import { decodeCursor, encodeCursor } from "@/lib/http/cursor";

/** The catalogue by name; the same for every workspace. */
export function listProviders(filter: {
  q?: string | undefined;
  category?: Category | undefined;
  cursor?: string | undefined;
  limit: number;
}): { data: Manifest[]; nextCursor: string | null } {
  const word = filter.q?.toLowerCase();
  const afterSlug = filter.cursor ? String(decodeCursor(filter.cursor)[0]) : "";
  const found = catalog
    .filter((one) => !filter.category || one.category === filter.category)
    .filter(
      (one) => !word || `${one.displayName} ${one.summary} ${one.category}`.toLowerCase().includes(word),
    )
    .filter((one) => one.slug > afterSlug)
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));
  const data = found.slice(0, filter.limit);
  const last = data.at(-1);
  return { data, nextCursor: last && found.length > data.length ? encodeCursor([last.slug]) : null };
}
