import { listContent } from "@/lib/domain/content/data";
import { ListContent } from "@/lib/domain/content/schema";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(ListContent, listContent);
