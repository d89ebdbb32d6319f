import { connectIntegration } from "@/lib/domain/integration/connect-integration";
import { getIntegrationDetail } from "@/lib/domain/integration/data-detail";
import { apiRoute } from "@/lib/http/api-route";
import { integrationEndpoints } from "@/lib/http/endpoints/integrations";
import { toIntegrationDetailJson } from "@/lib/http/to-integration-json";

export const dynamic = "force-dynamic";

export const POST = apiRoute(integrationEndpoints.connect, async ({ ctx, params, body }) => {
  const { authorizationUrl } = await connectIntegration(ctx, {
    integrationId: params.integration_id,
    fields: body?.fields,
    returnTo: body?.return_to,
  });
  const detail = await getIntegrationDetail(ctx, params.integration_id);
  return { authorization_url: authorizationUrl, integration: toIntegrationDetailJson(detail) };
});
