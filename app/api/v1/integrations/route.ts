import { createIntegration } from "@/lib/domain/integration/create-integration";
import { getIntegrationDetail } from "@/lib/domain/integration/data-detail";
import { listIntegrations } from "@/lib/domain/integration/data-list";
import { apiRoute } from "@/lib/http/api-route";
import { integrationEndpoints } from "@/lib/http/endpoints/integrations";
import { toIntegrationDetailJson, toIntegrationJson } from "@/lib/http/to-integration-json";
import { parsePublicIdOrThrow } from "@/lib/ids";

export const dynamic = "force-dynamic";

export const GET = apiRoute(integrationEndpoints.list, async ({ ctx, query }) => {
  const { provider, ...filter } = query;
  const page = await listIntegrations(ctx, { ...filter, ...(provider ? { connector: provider } : {}) });
  return { data: page.data.map(toIntegrationJson), next_cursor: page.nextCursor };
});

export const POST = apiRoute(integrationEndpoints.create, async ({ ctx, body }) => {
  const { provider, ...rest } = body;
  const { id } = await createIntegration(ctx, { connector: provider, ...rest });
  return toIntegrationDetailJson(await getIntegrationDetail(ctx, parsePublicIdOrThrow("integration", id)));
});
