import { listMedia } from "@/lib/domain/media/data";
import { saveMedia } from "@/lib/domain/media/save-media";
import { apiRoute } from "@/lib/http/api-route";
import { mediaEndpoints } from "@/lib/http/endpoints/media";
import { toMediaJson } from "@/lib/http/to-content-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(mediaEndpoints.list, async ({ ctx, query }) => {
  const page = await listMedia(ctx, query);
  return { data: page.data.map(toMediaJson), next_cursor: page.nextCursor };
});

export const POST = apiRoute(mediaEndpoints.upload, async ({ ctx, query, bytes }) =>
  toMediaJson(await saveMedia(ctx, { fileName: query.file_name, alt: query.alt, bytes })),
);
