import { getPublicationOrThrow } from "@/lib/domain/publication/data";
import { apiRoute } from "@/lib/http/api-route";
import { publicationEndpoints } from "@/lib/http/endpoints/publications";
import { toPublicationJson } from "@/lib/http/to-content-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(publicationEndpoints.get, async ({ ctx, params }) =>
  toPublicationJson(await getPublicationOrThrow(ctx, params.publication_id)),
);
