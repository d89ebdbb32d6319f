import { listRuns } from "@/lib/domain/run/data";
import { ListRuns } from "@/lib/domain/run/schema";
import { csvRoute } from "@/lib/realtime/live-route";

export const GET = csvRoute(ListRuns, listRuns, {
  fileName: "connectus-runs",
  columns: [
    "id",
    "integration",
    "status",
    "trigger",
    "started_at",
    "ended_at",
    "read",
    "new",
    "changed",
    "gone",
    "error",
  ],
  row: (run) => [
    run.id,
    run.integrationName,
    run.status,
    run.trigger,
    run.startedAt,
    run.endedAt,
    run.totals.read,
    run.totals.created,
    run.totals.updated,
    run.totals.deleted,
    run.error?.message,
  ],
});
