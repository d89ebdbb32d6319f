import { listCalls } from "@/lib/domain/usage/data";
import { ListCalls } from "@/lib/domain/usage/schema";
import { csvRoute } from "@/lib/realtime/live-route";

export const GET = csvRoute(ListCalls, listCalls, {
  fileName: "connectus-calls",
  columns: ["at", "integration", "operation", "method", "host", "path", "status", "failure", "ms", "run"],
  row: (call) => [
    call.at,
    call.integrationName,
    call.operation,
    call.method,
    call.host,
    call.path,
    call.status,
    call.failureKind,
    call.ms,
    call.runId,
  ],
});
