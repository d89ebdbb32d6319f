import { listAudit } from "@/lib/domain/audit/data";
import { listAuditInput } from "@/lib/domain/audit/schema";
import { csvRoute } from "@/lib/realtime/live-route";

export const GET = csvRoute(
  listAuditInput,
  async (ctx, input) => {
    const { items, nextCursor } = await listAudit(ctx, input);
    return { data: items, nextCursor };
  },
  {
    fileName: "connectus-audit",
    columns: ["at", "actor_kind", "actor", "action", "subject_kind", "subject_id", "before", "after", "ip"],
    row: (entry) => [
      entry.at,
      entry.actorKind,
      entry.actorName ?? entry.actorId,
      entry.action,
      entry.subjectKind,
      entry.subjectId,
      entry.before,
      entry.after,
      entry.ip,
    ],
  },
);
