import { publishContent } from "@/lib/domain/publication/publish-content";
import { resolvePlatforms } from "@/lib/domain/publication/resolve-platforms";
import { apiRoute } from "@/lib/http/api-route";
import { contentEndpoints } from "@/lib/http/endpoints/content";
import { toPublicationJson } from "@/lib/http/to-content-json";

export const dynamic = "force-dynamic";

export const POST = apiRoute(contentEndpoints.publish, async ({ ctx, params, body }) => {
  const named = body.target_platforms ? await resolvePlatforms(ctx, body.target_platforms) : [];
  const publications = await publishContent(ctx, {
    contentItemId: params.content_item_id,
    integrationIds: [...new Set([...(body.integration_ids ?? []), ...named])],
    priority: body.priority,
  });
  return { publications: publications.map(toPublicationJson) };
});
