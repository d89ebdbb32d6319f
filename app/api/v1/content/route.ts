import { listContent } from "@/lib/domain/content/data";
import { saveContent } from "@/lib/domain/content/save-content";
import { apiRoute } from "@/lib/http/api-route";
import { contentEndpoints } from "@/lib/http/endpoints/content";
import { toContentCardJson, toContentJson } from "@/lib/http/to-content-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(contentEndpoints.list, async ({ ctx, query }) => {
  const { content_type: contentType, ...rest } = query;
  const page = await listContent(ctx, { contentType, ...rest });
  return { data: page.data.map(toContentCardJson), next_cursor: page.nextCursor };
});

export const POST = apiRoute(contentEndpoints.save, async ({ ctx, body }) => {
  const { content_id: contentId, content_type: contentType, content_data: contentData, ...rest } = body;
  return toContentJson(await saveContent(ctx, { contentId, contentType, contentData, ...rest }));
});
