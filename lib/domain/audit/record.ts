import "server-only";
import { auditEntries } from "@/drizzle/schema/workspaces";
import { actorId, type Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import { redact } from "./redact";

export interface AuditEntryInput {
  /** `noun.verb` in the past: `integration.connected`. */
  action: string;
  subjectKind: string;
  subjectId?: string | null;
  before?: unknown;
  after?: unknown;
}

/** One row in the transaction of the change. Values under secret names are removed. */
export async function audit(tx: Tx, ctx: Ctx, entry: AuditEntryInput): Promise<void> {
  await tx.insert(auditEntries).values({
    id: newId(),
    workspaceId: ctx.workspaceId,
    at: ctx.now,
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    action: entry.action,
    subjectKind: entry.subjectKind,
    subjectId: entry.subjectId ?? null,
    before: redact(entry.before ?? null),
    after: redact(entry.after ?? null),
    requestId: ctx.requestId,
    ip: ctx.ip,
  });
}
