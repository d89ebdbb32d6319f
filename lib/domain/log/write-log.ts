import "server-only";
import type { LogLevel } from "@/drizzle/schema/enums";
import { logs } from "@/drizzle/schema/sync";
import type { Ctx } from "@/lib/access/context";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/ids";
import { hintLive } from "@/lib/realtime/publish";
import { redact } from "../audit/redact";

export interface LogEntry {
  level: LogLevel;
  /** `noun.past-verb`, stable: `sync.finished`. */
  event: string;
  /** One plain sentence for people. No secret. */
  message: string;
  integrationId?: string | null;
  runId?: string | null;
  publicationId?: string | null;
  detail?: Record<string, unknown>;
}

/** One line of what people read while it happens, in the caller's transaction. */
export async function writeLog(tx: Tx, ctx: Pick<Ctx, "workspaceId">, entry: LogEntry): Promise<void> {
  await tx.insert(logs).values({
    id: newId(),
    workspaceId: ctx.workspaceId,
    at: new Date(),
    level: entry.level,
    event: entry.event,
    message: entry.message.slice(0, 2000),
    integrationId: entry.integrationId ?? null,
    runId: entry.runId ?? null,
    publicationId: entry.publicationId ?? null,
    detail: entry.detail ? (redact(entry.detail) as Record<string, unknown>) : null,
  });
  hintLive(tx, ctx.workspaceId, "logs");
}
