import { testConnection } from "@/lib/domain/integration/test-connection";
import { apiRoute } from "@/lib/http/api-route";
import { integrationEndpoints } from "@/lib/http/endpoints/integrations";
import { toTestJson } from "@/lib/http/to-integration-json";

export const dynamic = "force-dynamic";

export const POST = apiRoute(integrationEndpoints.testConnection, async ({ ctx, params }) =>
  toTestJson(await testConnection(ctx, { integrationId: params.integration_id })),
);
