import { OneIntegration } from "@/lib/domain/integration/schema";
import { countRecords } from "@/lib/domain/record/data";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(OneIntegration, (ctx, { integrationId }) => countRecords(ctx, integrationId));
