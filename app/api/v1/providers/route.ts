import { listProviders } from "@/lib/domain/integration/data-providers";
import { apiRoute } from "@/lib/http/api-route";
import { providerEndpoints } from "@/lib/http/endpoints/providers";
import { toProviderJson } from "@/lib/http/to-provider-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(providerEndpoints.list, async ({ query }) => {
  const { data, nextCursor } = listProviders(query);
  return { data: data.map(toProviderJson), next_cursor: nextCursor };
});
