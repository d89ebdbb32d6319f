import { getRunOrThrow } from "@/lib/domain/run/data";
import { cancelRun } from "@/lib/domain/sync/cancel-run";
import { apiRoute } from "@/lib/http/api-route";
import { runEndpoints } from "@/lib/http/endpoints/runs";
import { toRunJson } from "@/lib/http/to-run-json";

export const dynamic = "force-dynamic";

export const POST = apiRoute(runEndpoints.cancel, async ({ ctx, params }) => {
  await cancelRun(ctx, { runId: params.run_id });
  return toRunJson(await getRunOrThrow(ctx, params.run_id));
});
