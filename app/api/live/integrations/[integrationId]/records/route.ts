import { listRecords } from "@/lib/domain/record/data";
import { ListRecords } from "@/lib/domain/record/schema";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(ListRecords, listRecords);
