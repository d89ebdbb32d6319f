import { getRunOrThrow } from "@/lib/domain/run/data";
import { OneRun } from "@/lib/domain/run/schema";
import { liveRoute } from "@/lib/realtime/live-route";

export const GET = liveRoute(OneRun, (ctx, { runId }) => getRunOrThrow(ctx, runId));
