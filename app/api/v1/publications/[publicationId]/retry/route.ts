import { retryPublication } from "@/lib/domain/publication/retry-publication";
import { apiRoute } from "@/lib/http/api-route";
import { publicationEndpoints } from "@/lib/http/endpoints/publications";
import { toPublicationJson } from "@/lib/http/to-content-json";

export const dynamic = "force-dynamic";

export const POST = apiRoute(publicationEndpoints.retry, async ({ ctx, params }) =>
  toPublicationJson(await retryPublication(ctx, { publicationId: params.publication_id })),
);
