import { listPublications } from "@/lib/domain/publication/data";
import { apiRoute } from "@/lib/http/api-route";
import { publicationEndpoints } from "@/lib/http/endpoints/publications";
import { toPublicationJson } from "@/lib/http/to-content-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(publicationEndpoints.list, async ({ ctx, query }) => {
  const { integration_id: integrationId, ...rest } = query;
  const page = await listPublications(ctx, { integrationId, ...rest });
  return { data: page.data.map(toPublicationJson), next_cursor: page.nextCursor };
});
