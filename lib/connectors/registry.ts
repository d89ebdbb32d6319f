import "server-only";
import type { Connector } from "./kit/connector";

const load: Readonly<Record<string, () => Promise<{ default: Connector }>>> = {
  hubspot: () => import("./hubspot"),
  wordpress: () => import("./wordpress"),
};

export const connectorSlugs: readonly string[] = Object.keys(load);

/** The connector's code, loaded when first needed; null when there is none of that name. */
export async function getConnector(slug: string): Promise<Connector | null> {
  if (!Object.hasOwn(load, slug)) return null;
  const found = await load[slug]?.();
  return found?.default ?? null;
}

/** For rows that name a connector: it existed when they were written. */
export async function getConnectorOrThrow(slug: string): Promise<Connector> {
  const connector = await getConnector(slug);
  if (connector) return connector;
  throw new Error(`No connector is called "${slug}".`);
}
