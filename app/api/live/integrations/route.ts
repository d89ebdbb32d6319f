import { listIntegrations } from "@/lib/domain/integration/data-list";
import { ListIntegrations } from "@/lib/domain/integration/schema";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(ListIntegrations, listIntegrations);
