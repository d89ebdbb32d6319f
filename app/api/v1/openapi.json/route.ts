import { env } from "@/lib/env";
import { allEndpoints } from "@/lib/http/endpoints/all";
import { openApiDocument } from "@/lib/http/openapi";
import { version } from "@/lib/http/version";

export const dynamic = "force-dynamic";

/** Public: it describes the product, not a workspace. */
export function GET(): Response {
  return Response.json(openApiDocument(allEndpoints, env().CONNECTUS_URL, version), {
    headers: { "cache-control": "no-store" },
  });
}
