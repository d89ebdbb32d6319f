import { syncNow } from "@/lib/domain/sync/sync-now";
import { apiRoute } from "@/lib/http/api-route";
import { runEndpoints } from "@/lib/http/endpoints/runs";

export const dynamic = "force-dynamic";

export const POST = apiRoute(runEndpoints.syncNow, async ({ ctx, params, body }) => {
  const { accept_deletions: acceptDeletions, ...rest } = body;
  const run = await syncNow(ctx, { integrationId: params.integration_id, acceptDeletions, ...rest });
  return { run_id: run.runId, already_open: run.alreadyOpen };
});
