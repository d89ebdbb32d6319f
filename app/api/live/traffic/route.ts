import { z } from "zod";
import { getTraffic } from "@/lib/domain/monitoring/data";
import { liveRoute } from "@/lib/realtime/live-route";

const Query = z.strictObject({
  hours: z.number().int().min(1).max(720).default(24),
  integrationId: z.string().max(64).optional(),
});

export const GET = liveRoute(Query, (ctx, { hours, integrationId }) =>
  getTraffic(ctx, { hours, ...(integrationId ? { integrationId } : {}) }),
);
