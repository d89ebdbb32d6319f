import { listLogs } from "@/lib/domain/log/data";
import { ListLogs } from "@/lib/domain/log/schema";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(ListLogs, listLogs);
