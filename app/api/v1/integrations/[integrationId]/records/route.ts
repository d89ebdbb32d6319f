import { listRecords } from "@/lib/domain/record/data";
import { apiRoute } from "@/lib/http/api-route";
import { recordEndpoints } from "@/lib/http/endpoints/records";
import { toRecordJson } from "@/lib/http/to-run-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(recordEndpoints.list, async ({ ctx, params, query }) => {
  const page = await listRecords(ctx, { integrationId: params.integration_id, ...query });
  return { data: page.data.map(toRecordJson), next_cursor: page.nextCursor };
});
