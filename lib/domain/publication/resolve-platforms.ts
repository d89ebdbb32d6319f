import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { catalog } from "@/lib/connectors/catalog";
import { withWorkspace } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { toPublicId } from "@/lib/ids";
import { visibleTo } from "../integration/data";

/** "wordpress" or "WordPress" → its one connected account. Several accounts of a platform must be named by id. */
export async function resolvePlatforms(ctx: Ctx, names: readonly string[]): Promise<string[]> {
  requireScope(ctx, "content:write");
  const slugs = [...new Set(names.map(toSlug))];
  const rows = await withWorkspace(ctx, (tx) =>
    tx
      .select({ id: integrations.id, connector: integrations.connector, name: integrations.name })
      .from(integrations)
      .where(
        and(
          visibleTo(ctx),
          inArray(integrations.connector, slugs),
          inArray(integrations.status, ["connected", "refreshing"]),
          eq(integrations.workspaceId, ctx.workspaceId),
        ),
      ),
  );
  return slugs.map((slug) => {
    const accounts = rows.filter((row) => row.connector === slug);
    const [only] = accounts;
    if (only && accounts.length === 1) return only.id;
    throw only ? ambiguous(slug, accounts) : notConnected(slug);
  });
}

function toSlug(name: string): string {
  const wanted = name.toLowerCase().replaceAll(/[\s_-]+/g, "");
  const found = catalog.find((manifest) =>
    [manifest.slug, manifest.name, manifest.displayName].some(
      (word) => word.toLowerCase().replaceAll(/[\s_-]+/g, "") === wanted,
    ),
  );
  if (found) return found.slug;
  const known = catalog.filter((manifest) => manifest.publishes.length > 0).map((manifest) => manifest.slug);
  throw new AppError("invalid_input", {
    message: `There is no platform "${name}".`,
    fix: `Use one of: ${known.join(", ")}.`,
    fields: { target_platforms: `Unknown platform "${name}".` },
  });
}

function ambiguous(slug: string, accounts: { id: string; name: string }[]): AppError {
  const listed = accounts.map((one) => `${one.name} (${toPublicId("integration", one.id)})`).join(", ");
  return new AppError("conflict", {
    message: `Several accounts of ${slug} are connected: ${listed}.`,
    fix: "Say which with integration_ids.",
  });
}

function notConnected(slug: string): AppError {
  return new AppError("conflict", {
    message: `No account of ${slug} is connected.`,
    fix: "Connect one first.",
  });
}
