import { getManifest } from "@/lib/connectors/catalog";
import { notFound } from "@/lib/errors";
import { apiRoute } from "@/lib/http/api-route";
import { providerEndpoints } from "@/lib/http/endpoints/providers";
import { toProviderJson } from "@/lib/http/to-provider-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(providerEndpoints.get, async ({ params }) => {
  const manifest = getManifest(params.provider_id);
  if (!manifest) throw notFound("provider");
  return toProviderJson(manifest);
});
