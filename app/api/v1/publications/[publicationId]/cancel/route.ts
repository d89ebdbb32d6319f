import { cancelPublication } from "@/lib/domain/publication/cancel-publication";
import { apiRoute } from "@/lib/http/api-route";
import { publicationEndpoints } from "@/lib/http/endpoints/publications";
import { toPublicationJson } from "@/lib/http/to-content-json";

export const dynamic = "force-dynamic";

export const POST = apiRoute(publicationEndpoints.cancel, async ({ ctx, params }) =>
  toPublicationJson(await cancelPublication(ctx, { publicationId: params.publication_id })),
);
