import { listRuns } from "@/lib/domain/run/data";
import { apiRoute } from "@/lib/http/api-route";
import { runEndpoints } from "@/lib/http/endpoints/runs";
import { toRunJson } from "@/lib/http/to-run-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(runEndpoints.list, async ({ ctx, query }) => {
  const { integration_id: integrationId, ...rest } = query;
  const page = await listRuns(ctx, { integrationId, ...rest });
  return { data: page.data.map(toRunJson), next_cursor: page.nextCursor };
});
