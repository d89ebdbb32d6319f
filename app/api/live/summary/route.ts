import { z } from "zod";
import { getHealthSummary } from "@/lib/domain/monitoring/data";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(z.strictObject({}), (ctx) => getHealthSummary(ctx));
