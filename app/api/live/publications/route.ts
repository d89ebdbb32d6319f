import { listPublications } from "@/lib/domain/publication/data";
import { ListPublications } from "@/lib/domain/publication/schema";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(ListPublications, listPublications);
