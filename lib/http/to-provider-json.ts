import "server-only";
import type { z } from "zod";
import { logoPath } from "@/lib/connectors/catalog";
import type { Field, Manifest } from "@/lib/connectors/kit/manifest";
import { oauthRedirectUri } from "@/lib/domain/credential/oauth-client";
import { env, oauthApp } from "@/lib/env";
import type { providerJson } from "./endpoints/providers";

/** A connector's description in the customer's words; no secret of the operator's app is in it. */
export function toProviderJson(manifest: Manifest): z.input<typeof providerJson> {
  return {
    id: manifest.slug,
    name: manifest.name,
    display_name: manifest.displayName,
    category: manifest.category,
    summary: manifest.summary,
    description: manifest.description,
    auth_type: manifest.authType,
    oauth_config: toOauthJson(manifest),
    fields: manifest.fields.map(toFieldJson),
    api_endpoints: manifest.origins,
    api_version: {
      version: manifest.api.version,
      url: manifest.api.versionUrl,
      checked: manifest.api.checked,
      sunset: manifest.api.sunset ?? null,
    },
    rate_limits: manifest.rateLimits.map(({ window, limit, perSeconds, scope, source }) => ({
      window,
      limit,
      per_seconds: perSeconds,
      scope,
      source,
    })),
    objects: manifest.objects,
    publishes: manifest.publishes,
    webhook_support: manifest.webhooks.supported,
    webhook_events: manifest.webhooks.events,
    capabilities: manifest.capabilities,
    app_review: manifest.review,
    docs_url: manifest.docsUrl,
    logo_url: new URL(logoPath(manifest.slug), env().CONNECTUS_URL).href,
  };
}

function toOauthJson({ slug, oauth, origins }: Manifest): z.input<typeof providerJson>["oauth_config"] {
  if (!oauth) return null;
  const at = ({ origin, path }: { origin: string; path: string }) => `${origins[origin] ?? ""}${path}`;
  return {
    authorize_url: at(oauth.authorize),
    token_url: at(oauth.token),
    pkce: oauth.pkce,
    redirect_uri: oauthRedirectUri(slug),
    scopes: oauth.scopes.map(({ name, text, required }) => ({ name, description: text, required })),
    configured: oauthApp(slug) !== null,
  };
}

function toFieldJson(field: Field): z.input<typeof providerJson>["fields"][number] {
  return {
    key: field.key,
    label: field.label,
    kind: field.kind,
    secret: field.secret,
    required: field.required,
    placeholder: field.placeholder ?? null,
    help: field.help,
    help_url: field.helpUrl ?? null,
    pattern: field.pattern?.source ?? null,
    options: field.options ?? [],
  };
}
