import { escapeHtml, hiddenFields, page } from "../../kit/html";
import { type Call, formBody, html, isLoopback, type Reply, redirect, withQuery } from "../../kit/http";
import { demoPortals } from "../portals";
import { scopeLabels, splitScopes } from "./scopes";
import { demoApp, demoUser, type TokenStore } from "./token-store";

export interface ConsentContext {
  tokens: TokenStore;
  redirectUris: () => string[];
}

interface Ask {
  redirectUri: string;
  scopes: string[];
  optional: string[];
  state: string | null;
  challenge: string | null;
}

/** GET /oauth/authorize: the page where a person picks an account and agrees. */
export function showConsent(call: Call, context: ConsentContext): Reply {
  const ask = readAsk(call.query, context.redirectUris());
  return typeof ask === "string" ? refusalPage(ask) : html(200, consentPage(call, ask));
}

/** The page's form. */
export function answerConsent(call: Call, context: ConsentContext): Reply {
  const form = formBody(call);
  const ask = readAsk(form, context.redirectUris());
  if (typeof ask === "string") return refusalPage(ask);
  const state: Record<string, string> = ask.state === null ? {} : { state: ask.state };
  if (form.get("decision") !== "allow")
    return redirect(
      withQuery(ask.redirectUri, {
        error: "access_denied",
        error_description: "The person did not grant access",
        ...state,
      }),
    );
  const portal = demoPortals.find((candidate) => String(candidate.id) === form.get("portal"));
  if (!portal) return refusalPage("Choose an account first.");
  const granted = form.getAll("grant_optional").filter((scope) => ask.optional.includes(scope));
  const code = context.tokens.issueCode({
    portalId: portal.id,
    scopes: [...new Set(["oauth", ...ask.scopes, ...granted])],
    redirectUri: ask.redirectUri,
    challenge: ask.challenge,
  });
  return redirect(withQuery(ask.redirectUri, { code, ...state }));
}

/** The request's parameters, or the sentence HubSpot's error page would show. */
function readAsk(params: URLSearchParams, registered: string[]): Ask | string {
  if (params.get("client_id") !== demoApp.clientId)
    return "The client id is missing or unknown. Check the app's client id.";
  const redirectUri = params.get("redirect_uri") ?? "";
  if (!isAllowedRedirect(redirectUri, registered))
    return "The redirect URL is missing or is not registered with this app.";
  const scopes = splitScopes(params.get("scope"));
  if (scopes.length === 0) return "The link names no scopes.";
  const unknown = scopes.filter((scope) => !(scope in scopeLabels));
  if (unknown.length > 0)
    return `Authorization failed because there is a scope mismatch: ${unknown.join(", ")} is not a scope of this app.`;
  const challenge = params.get("code_challenge");
  if (challenge && params.get("code_challenge_method") !== "S256")
    return "The code challenge method must be S256.";
  const optional = splitScopes(params.get("optional_scope")).filter((scope) => scope in scopeLabels);
  return { redirectUri, scopes, optional, state: params.get("state"), challenge: challenge || null };
}

/** Registered exactly, or http(s) on this machine, as HubSpot allows for development. */
function isAllowedRedirect(text: string, registered: string[]): boolean {
  if (registered.includes(text)) return true;
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return ["http:", "https:"].includes(url.protocol) && isLoopback(url.hostname) && url.hash === "";
}

function refusalPage(sentence: string): Reply {
  return html(
    400,
    page({
      title: "Authorization failed",
      body: `<main class="narrow"><div class="card"><h1>Authorization failed</h1><p class="bad" role="alert">${escapeHtml(sentence)}</p></div></main>`,
    }),
  );
}

function consentPage(call: Call, ask: Ask): string {
  const portals = demoPortals
    .map(
      (portal, i) =>
        `<label class="choice"><input type="radio" name="portal" value="${portal.id}"${i === 0 ? " checked" : ""}> <span><strong>${portal.name}</strong><br><span class="soft">${portal.domain} · ${portal.id}</span></span></label>`,
    )
    .join("");
  const scopes = ask.scopes.map((scope) => `<li>${escapeHtml(scopeLabels[scope] ?? scope)}</li>`).join("");
  const optional = ask.optional
    .map(
      (scope) =>
        `<label class="choice"><input type="checkbox" name="grant_optional" value="${scope}" checked> ${escapeHtml(scopeLabels[scope] ?? scope)}</label>`,
    )
    .join("");
  return page({
    title: "Connect an app to HubSpot (sandbox)",
    style: consentStyle,
    body: `<main class="narrow"><form class="card" method="post" action="${escapeHtml(`${call.baseUrl}${call.path}`)}">
<p class="soft">HubSpot sandbox · signed in as ${demoUser.email}</p>
<h1>Connect “Connectus demo app”</h1>${hiddenFields(call.query)}
<fieldset><legend>Choose an account</legend>${portals}</fieldset>
<h2>The app will be able to</h2><ul>${scopes}</ul>
${optional ? `<fieldset><legend>If you like, also</legend>${optional}</fieldset>` : ""}
<div class="row"><button class="primary" name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button></div>
</form></main>`,
  });
}

const consentStyle = `h1{font-size:1.35rem;margin:.3rem 0 1rem}h2{font-size:1rem;margin:1.2rem 0 .3rem}
fieldset{border:0;padding:0;margin:0;display:grid;gap:.5rem}legend{font-weight:600;padding:0;margin-bottom:.4rem}
.choice{display:flex;gap:.7rem;align-items:center;border:1px solid var(--line);border-radius:.6rem;padding:.6rem .8rem;cursor:pointer}
ul{margin:0 0 1.2rem;padding-left:1.2rem}.row{margin-top:1.2rem}`;
