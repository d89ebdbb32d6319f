import type { FaultRule } from "../kit/faults";
import { type Call, html, type Reply } from "../kit/http";
import type { Platform, Setting, SettingValue } from "../kit/platform";
import { plainPage } from "../kit/server";
import { answerApi } from "./api";
import { showSite } from "./cms/site";
import type { HubspotContext } from "./context";
import { errorReply, rateLimited } from "./errors";
import { serveFile } from "./file-routes";
import { RateLimiter } from "./limiter";
import { answerConsent, showConsent } from "./oauth/consent";
import { demoApp } from "./oauth/token-store";
import { hubspotActions } from "./panel-actions";
import { type HubspotOptions, HubspotState } from "./state";

const settings: Setting[] = [
  {
    key: "limiter",
    kind: "switch",
    label: "Rate limits",
    help: "110 calls per 10 s for the app, 5 searches per second.",
  },
  {
    key: "tokenTtlSeconds",
    kind: "number",
    label: "Access token lifetime in seconds",
    help: "HubSpot's own is 1800.",
  },
  {
    key: "rotateRefreshTokens",
    kind: "switch",
    label: "Rotate refresh tokens",
    help: "Each refresh gives a new one and ends the old one.",
  },
  {
    key: "searchLagSeconds",
    kind: "number",
    label: "Search lag in seconds",
    help: "Fresh changes are not found by search for so long.",
  },
  {
    key: "redirectUris",
    kind: "list",
    label: "Registered redirect URLs",
    help: "Addresses on this machine are always allowed.",
  },
];

const facts = (baseUrl: string) => [
  { label: "API", value: `${baseUrl}/api` },
  { label: "Consent page", value: `${baseUrl}/app/oauth/authorize` },
  { label: "Client id / secret", value: `${demoApp.clientId} / ${demoApp.clientSecret}` },
  { label: "Private app token", value: "pat-demo-north-1 (or pat-demo-south-1)" },
  { label: "Published blog", value: `${baseUrl}/site`, href: `${baseUrl}/site` },
];

export function createHubspot(options: HubspotOptions): Platform {
  const state = new HubspotState(options);
  const limiter = new RateLimiter();
  const values: Record<string, SettingValue> = {
    limiter: options.limiter ?? true,
    tokenTtlSeconds: 1800,
    rotateRefreshTokens: false,
    searchLagSeconds: 0,
    redirectUris: (process.env.SANDBOX_HUBSPOT_REDIRECT_URIS ?? "").split(",").filter((uri) => uri !== ""),
  };
  const context: HubspotContext = {
    clock: options.clock,
    tokens: state.tokens,
    values,
    portals: state.portals,
    changed: () => state.changed(),
  };
  return {
    slug: "hubspot",
    title: "HubSpot",
    summary: "Two demo accounts with contacts, companies, deals, a blog, pages and emails.",
    facts,
    bodyLimit: 20_000_000,
    settings,
    values,
    actions: hubspotActions(state, options.clock),
    operationPath: (call) => call.path,
    isApi: (operationPath) => operationPath.startsWith("/api/"),
    handle: (call) => route(call, context, limiter),
    faultReply,
    expireTokens: () => state.tokens.expireAll(),
    revokeConsent: () => state.tokens.uninstallAll(),
    close: () => state.close(),
  };
}

async function route(call: Call, context: HubspotContext, limiter: RateLimiter): Promise<Reply> {
  if (call.path.startsWith("/api/"))
    return answerApi({ ...call, path: call.path.slice("/api".length) }, context, limiter);
  if (call.path === "/app/oauth/authorize") {
    const consent = { tokens: context.tokens, redirectUris: () => context.values.redirectUris as string[] };
    return call.method === "POST" ? answerConsent(call, consent) : showConsent(call, consent);
  }
  if (call.path === "/site" || call.path.startsWith("/site/")) return showSite(call, context);
  if (call.path.startsWith("/files/")) return serveFile(call, context);
  return html(404, plainPage("404 Not Found"));
}

function faultReply(rule: FaultRule): Reply {
  if (rule.kind === "429")
    return rateLimited(
      "TEN_SECONDLY_ROLLING",
      rule.retryAfter === null ? {} : { "retry-after": String(rule.retryAfter) },
    );
  if (rule.kind === "503") return html(503, plainPage("503 Service Temporarily Unavailable"));
  return errorReply(500, "INTERNAL_ERROR", "internal error");
}
