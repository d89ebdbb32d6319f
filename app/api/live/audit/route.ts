import { listAudit } from "@/lib/domain/audit/data";
import { listAuditInput } from "@/lib/domain/audit/schema";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(listAuditInput, async (ctx, input) => {
  const { items, nextCursor } = await listAudit(ctx, input);
  return { data: items, nextCursor };
});
