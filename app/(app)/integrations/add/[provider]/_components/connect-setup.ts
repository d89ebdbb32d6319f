import "server-only";
import { getManifest } from "@/lib/connectors/catalog";
import { baseUrlOverride, env, oauthApp } from "@/lib/env";

export interface ConnectSetup {
  sandboxValues: Record<string, string> | null;
  isSandbox: boolean;
  isReady: boolean;
}

/** What the installation brings along for this platform: app credentials, a sandbox. No secret of a real account. */
export function connectSetup(slug: string): ConnectSetup {
  const sandboxUrl = env().CONNECTUS_SANDBOX_URL;
  const needsApp = getManifest(slug)?.authType === "oauth2";
  return {
    sandboxValues: sandboxUrl && slug === "wordpress" ? wordpressSandbox(sandboxUrl) : null,
    isSandbox: Boolean(sandboxUrl && baseUrlOverride(slug)?.startsWith(sandboxUrl)),
    isReady: !needsApp || oauthApp(slug) !== null,
  };
}

/** The public demo sign-in of the sandbox's WordPress. */
function wordpressSandbox(sandboxUrl: string): Record<string, string> {
  return {
    siteUrl: `${sandboxUrl.replace(/\/+$/, "")}/wordpress`,
    username: "demo",
    appPassword: "demo DEMO demo DEMO demo DEMO",
  };
}
