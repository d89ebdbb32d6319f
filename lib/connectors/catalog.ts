import { manifest as hubspot } from "./hubspot/manifest";
import { type Category, categories, type Manifest } from "./kit/manifest";
import { manifest as wordpress } from "./wordpress/manifest";

/** Every connector's description, by name. Data only: safe for the browser. */
export const catalog: readonly Manifest[] = [hubspot, wordpress];

export function getManifest(slug: string): Manifest | null {
  return catalog.find((manifest) => manifest.slug === slug) ?? null;
}

/** Categories that have a connector, in the order of the full list. */
export function listCategories(): { category: Category; count: number }[] {
  return categories
    .map((category) => ({ category, count: catalog.filter((one) => one.category === category).length }))
    .filter(({ count }) => count > 0);
}

export function logoPath(slug: string): string {
  return `/connectors/${slug}.svg`;
}
