import { getContentOrThrow } from "@/lib/domain/content/data";
import { listPublications } from "@/lib/domain/publication/data";
import { apiRoute } from "@/lib/http/api-route";
import { contentEndpoints } from "@/lib/http/endpoints/content";
import { toPublicationJson } from "@/lib/http/to-content-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(contentEndpoints.status, async ({ ctx, params, query }) => {
  const { contentId, version } = await getContentOrThrow(ctx, params.content_item_id);
  const page = await listPublications(ctx, { contentItemId: params.content_item_id, ...query });
  const publications = page.data.map(toPublicationJson);
  return { content_id: contentId, version, publications, next_cursor: page.nextCursor };
});
