import "server-only";
import { getManifest } from "@/lib/connectors/catalog";
import { resolveOrigins } from "@/lib/connectors/kit/connection";
import { createOAuthClient, type OAuthClient } from "@/lib/connectors/kit/oauth";
import { baseUrlOverride, env, oauthApp } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** A path of its own per connector: an answer meant for one platform can never be taken for another's. */
export function oauthRedirectUri(slug: string): string {
  return `${env().CONNECTUS_URL.replace(/\/+$/, "")}/api/oauth/${slug}/callback`;
}

/** @throws AppError unprocessable, when the operator has not registered an app with the platform */
export function oauthClientFor(slug: string, options: { timeoutMs?: number } = {}): OAuthClient {
  const manifest = getManifest(slug);
  if (!manifest?.oauth) {
    throw new AppError("unprocessable", {
      message: `${manifest?.displayName ?? slug} is not connected by signing in there.`,
      fix: "Enter its credentials instead.",
    });
  }
  const app = oauthApp(slug);
  if (!app) {
    const prefix = slug.toUpperCase().replaceAll("-", "_");
    throw new AppError("unprocessable", {
      message: `${manifest.displayName} is not set up on this installation yet: its app credentials are missing.`,
      fix: `The operator registers an app at ${manifest.displayName} and sets ${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET.`,
    });
  }
  return createOAuthClient({
    manifest,
    origins: resolveOrigins(manifest, baseUrlOverride(slug)),
    app,
    redirectUri: oauthRedirectUri(slug),
    allowHosts: env().CONNECTUS_ALLOW_HOSTS,
    ...options,
  });
}
