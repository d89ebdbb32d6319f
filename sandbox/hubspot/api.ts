import { type Call, header, json, type Reply } from "../kit/http";
import { type Handler, Router } from "../kit/router";
import { addContentRoutes } from "./cms/content-routes";
import type { HubspotContext, PortalContext } from "./context";
import { addAssociationRoutes } from "./crm/association-routes";
import { addBatchRoutes } from "./crm/batch-routes";
import { addObjectRoutes } from "./crm/object-routes";
import { addSchemaRoutes } from "./crm/schema-routes";
import { errorReply, notFound } from "./errors";
import { addFileRoutes } from "./file-routes";
import type { RateLimiter } from "./limiter";
import { addTokenRoutes } from "./oauth/token-routes";

const open = new Router<HubspotContext>();
addTokenRoutes(open);

const guarded = new Router<PortalContext>();
addBatchRoutes(guarded);
addObjectRoutes(guarded);
addAssociationRoutes(guarded);
addSchemaRoutes(guarded);
addContentRoutes(guarded);
addFileRoutes(guarded);
guarded.on("GET", "/account-info/v3/details", accountDetails);
guarded.on("GET", "/account-info/v3/api-usage/daily/private-apps", apiUsage);

/** The origin api.hubapi.com. */
export async function answerApi(call: Call, context: HubspotContext, limiter: RateLimiter): Promise<Reply> {
  const free = open.find(call.method, call.path);
  if (free.kind === "found") return free.handler({ ...call, params: free.params }, context);
  const found = guarded.find(call.method, call.path);
  const known = context.tokens.authenticate(header(call, "authorization"));
  if ("refused" in known) return known.refused;
  if (free.kind === "wrong_method" || found.kind === "wrong_method")
    return errorReply(405, "METHOD_NOT_ALLOWED", `The method ${call.method} is not allowed here`);
  const portal = context.portals.get(known.actor.portalId);
  if (found.kind === "none" || !portal) throw notFound();
  if (context.values.limiter === false)
    return run(found.handler, { ...call, params: found.params }, { ...context, actor: known.actor, portal });
  const isSearch = call.path.startsWith("/crm/") && call.path.endsWith("/search");
  const drawn = limiter.draw(known.actor, isSearch, context.clock.now());
  if (drawn.refused) return drawn.refused;
  const reply = await run(
    found.handler,
    { ...call, params: found.params },
    { ...context, actor: known.actor, portal },
  );
  return { ...reply, headers: { ...reply.headers, ...drawn.headers } };
}

async function run(handler: Handler<PortalContext>, call: Call, context: PortalContext): Promise<Reply> {
  return handler(call, context);
}

function accountDetails(_call: Call, { portal }: PortalContext): Reply {
  const { id, timeZone, currency } = portal.info;
  return json(200, {
    portalId: id,
    accountType: "DEVELOPER_TEST",
    timeZone,
    companyCurrency: currency,
    additionalCurrencies: [],
    utcOffset: timeZone === "US/Eastern" ? "-05:00" : "+02:00",
    utcOffsetMilliseconds: timeZone === "US/Eastern" ? -18_000_000 : 7_200_000,
    uiDomain: "app.hubspot.com",
    dataHostingLocation: "na1",
  });
}

function apiUsage(_call: Call, { clock }: PortalContext): Reply {
  const collectedAt = new Date(clock.now()).toISOString();
  return json(200, {
    results: [
      {
        name: "private-apps-api-calls-daily",
        usageLimit: 625_000,
        currentUsage: 0,
        collectedAt,
        fetchStatus: "SUCCESS",
      },
    ],
  });
}
