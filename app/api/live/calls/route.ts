import { listCalls } from "@/lib/domain/usage/data";
import { ListCalls } from "@/lib/domain/usage/schema";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(ListCalls, listCalls);
