import "server-only";
import { eq, isNull, or, type SQL } from "drizzle-orm";
import { integrations } from "@/drizzle/schema/integrations";
import type { Ctx } from "@/lib/access/context";

/** For history joined to its integration: what belongs to somebody else's private account stays hidden. */
export function notPrivateFor(ctx: Ctx): SQL | undefined {
  const shared = or(isNull(integrations.id), eq(integrations.isPrivate, false));
  switch (ctx.actor.kind) {
    case "user":
      return or(shared, eq(integrations.ownerUserId, ctx.actor.userId));
    case "apiKey":
      return shared;
    default:
      return undefined;
  }
}

/** `%` and `_` of the searcher are letters, not wildcards. */
export function containsPattern(q: string): string {
  return `%${q.replace(/[\\%_]/g, "\\$&")}%`;
}
