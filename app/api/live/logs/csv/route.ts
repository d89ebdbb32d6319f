import { listLogs } from "@/lib/domain/log/data";
import { ListLogs } from "@/lib/domain/log/schema";
import { csvRoute } from "@/lib/realtime/live-route";

export const GET = csvRoute(ListLogs, listLogs, {
  fileName: "connectus-logs",
  columns: ["at", "level", "event", "message", "integration", "run", "detail"],
  row: (line) => [
    line.at,
    line.level,
    line.event,
    line.message,
    line.integrationName,
    line.runId,
    line.detail,
  ],
});
