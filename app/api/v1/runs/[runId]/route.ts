import { getRunOrThrow } from "@/lib/domain/run/data";
import { apiRoute } from "@/lib/http/api-route";
import { runEndpoints } from "@/lib/http/endpoints/runs";
import { toRunJson } from "@/lib/http/to-run-json";

export const dynamic = "force-dynamic";

export const GET = apiRoute(runEndpoints.get, async ({ ctx, params }) =>
  toRunJson(await getRunOrThrow(ctx, params.run_id)),
);
