import { getMediaOrThrow } from "@/lib/domain/media/data";
import { apiRoute } from "@/lib/http/api-route";
import { mediaEndpoints } from "@/lib/http/endpoints/media";

export const dynamic = "force-dynamic";

export const GET = apiRoute(mediaEndpoints.get, async ({ ctx, params }) => {
  const { bytes, mime } = await getMediaOrThrow(ctx, params.media_id);
  return { bytes, type: mime };
});
