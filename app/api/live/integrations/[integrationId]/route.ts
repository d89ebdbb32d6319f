import { getIntegrationDetail } from "@/lib/domain/integration/data-detail";
import { OneIntegration } from "@/lib/domain/integration/schema";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(OneIntegration, (ctx, { integrationId }) =>
  getIntegrationDetail(ctx, integrationId),
);
