import "server-only";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import { apiKeys, auditEntries, users } from "@/drizzle/schema/workspaces";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { decodeIdCursor, encodeCursor } from "@/lib/http/cursor";
import { type ListAuditInput, listAuditInput } from "./schema";
import type { AuditPage } from "./types";

/** Newest first, by keyset. */
export async function listAudit(ctx: Ctx, raw: ListAuditInput = {}): Promise<AuditPage> {
  requireScope(ctx, "audit:read");
  const input = listAuditInput.parse(raw);
  const rows = await withWorkspace(ctx, (tx) =>
    tx
      .select({ entry: auditEntries, user: users.name, key: apiKeys.name })
      .from(auditEntries)
      .leftJoin(users, eq(sql`${users.id}::text`, auditEntries.actorId))
      .leftJoin(apiKeys, eq(sql`${apiKeys.id}::text`, auditEntries.actorId))
      .where(
        and(
          eq(auditEntries.workspaceId, ctx.workspaceId),
          input.cursor ? lt(auditEntries.id, decodeIdCursor(input.cursor)) : undefined,
          input.action ? eq(auditEntries.action, input.action) : undefined,
          input.subjectKind ? eq(auditEntries.subjectKind, input.subjectKind) : undefined,
          input.subjectId ? eq(auditEntries.subjectId, input.subjectId) : undefined,
          input.actorId ? eq(auditEntries.actorId, input.actorId) : undefined,
        ),
      )
      .orderBy(desc(auditEntries.id))
      .limit(input.limit + 1),
  );
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ entry, user, key }) => {
      const { workspaceId: _, at, ...rest } = entry;
      return { ...rest, at: at.toISOString(), actorName: user ?? key };
    }),
    nextCursor: rows.length > input.limit && last ? encodeCursor([last.entry.id]) : null,
  };
}
