import { getHealthSummary } from "@/lib/domain/monitoring/data";
import { apiRoute } from "@/lib/http/api-route";
import { integrationEndpoints } from "@/lib/http/endpoints/integrations";
import { toHealthSummaryJson } from "@/lib/http/to-integration-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(integrationEndpoints.healthSummary, async ({ ctx }) =>
  toHealthSummaryJson(await getHealthSummary(ctx)),
);
