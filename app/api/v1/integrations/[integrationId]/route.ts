import { getIntegrationDetail } from "@/lib/domain/integration/data-detail";
import { removeIntegration } from "@/lib/domain/integration/remove-integration";
import { updateIntegration } from "@/lib/domain/integration/update-integration";
import { apiRoute } from "@/lib/http/api-route";
import { integrationEndpoints } from "@/lib/http/endpoints/integrations";
import { toIntegrationDetailJson } from "@/lib/http/to-integration-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(integrationEndpoints.get, async ({ ctx, params }) =>
  toIntegrationDetailJson(await getIntegrationDetail(ctx, params.integration_id)),
);

export const PATCH = apiRoute(integrationEndpoints.update, async ({ ctx, params, body }) => {
  const { settings, ...rest } = body;
  await updateIntegration(ctx, {
    integrationId: params.integration_id,
    ...rest,
    ...(settings
      ? {
          settings: {
            sync: settings.sync,
            rateLimits: settings.rate_limits,
            errorHandling: settings.error_handling,
          },
        }
      : {}),
  });
  return toIntegrationDetailJson(await getIntegrationDetail(ctx, params.integration_id));
});

export const DELETE = apiRoute(integrationEndpoints.remove, async ({ ctx, params }) => {
  await removeIntegration(ctx, { integrationId: params.integration_id });
  return null;
});
