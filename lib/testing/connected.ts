import type { Ctx } from "@/lib/access/context";
import { prepareVault } from "@/lib/crypto/vault";
import { createIntegration } from "@/lib/domain/integration/create-integration";
import { finishOauth } from "@/lib/domain/integration/finish-oauth";
import { startOauth } from "@/lib/domain/integration/start-oauth";
import { updateIntegration } from "@/lib/domain/integration/update-integration";
import { resetEnv } from "@/lib/env";
import { parsePublicIdOrThrow } from "@/lib/ids";
import { agreeOnConsentPage, type SandboxProcess, sandboxHubspotApp, sandboxWordpress } from "./sandbox";

/** The environment of this process and its children points at the sandbox. */
export async function pointAtSandbox(sandbox: SandboxProcess): Promise<void> {
  process.env.CONNECTUS_SANDBOX_URL = sandbox.url;
  process.env.CONNECTUS_BASE_URL_HUBSPOT = sandbox.hubspotBase;
  process.env.CONNECTUS_ALLOW_HOSTS = sandbox.allowHosts.join(",");
  process.env.HUBSPOT_CLIENT_ID = sandboxHubspotApp.clientId;
  process.env.HUBSPOT_CLIENT_SECRET = sandboxHubspotApp.clientSecret;
  resetEnv();
  await prepareVault();
}

const generous = {
  requestsPerMinute: 100_000,
  requestsPerHour: 1_000_000,
  requestsPerDay: 1_000_000,
  burstLimit: 10_000,
};

/** HubSpot by its consent page, without our own pacing; it does not sync by itself unless told to. */
export async function connectHubspot(ctx: Ctx, sync = { autoSync: false }): Promise<string> {
  const { id } = await createIntegration(ctx, { connector: "hubspot" });
  await updateIntegration(ctx, { integrationId: id, settings: { rateLimits: generous, sync } });
  const { authorizationUrl } = await startOauth(ctx, { integrationId: id });
  const back = await agreeOnConsentPage(authorizationUrl);
  const { outcome } = await finishOauth({
    provider: "hubspot",
    query: back.searchParams,
    visitor: ctx,
    now: new Date(),
  });
  if (outcome !== "ok") throw new Error(`connecting ended as ${outcome}`);
  return parsePublicIdOrThrow("integration", id);
}

export async function connectWordpress(ctx: Ctx, sandbox: SandboxProcess): Promise<string> {
  const credentials = { siteUrl: sandbox.wordpressUrl, ...sandboxWordpress };
  const { id } = await createIntegration(ctx, { connector: "wordpress", credentials });
  const settings = { rateLimits: generous, sync: { autoSync: false } };
  await updateIntegration(ctx, { integrationId: id, settings });
  return parsePublicIdOrThrow("integration", id);
}
