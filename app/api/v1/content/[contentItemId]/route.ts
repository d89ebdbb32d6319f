import { archiveContent } from "@/lib/domain/content/archive-content";
import { getContentOrThrow } from "@/lib/domain/content/data";
import { apiRoute } from "@/lib/http/api-route";
import { contentEndpoints } from "@/lib/http/endpoints/content";
import { toContentJson } from "@/lib/http/to-content-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(contentEndpoints.get, async ({ ctx, params }) =>
  toContentJson(await getContentOrThrow(ctx, params.content_item_id)),
);

export const DELETE = apiRoute(contentEndpoints.archive, async ({ ctx, params }) => {
  await archiveContent(ctx, { contentItemId: params.content_item_id });
  return null;
});
