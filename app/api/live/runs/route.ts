import { listRuns } from "@/lib/domain/run/data";
import { ListRuns } from "@/lib/domain/run/schema";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(ListRuns, listRuns);
