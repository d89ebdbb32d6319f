import type { Metadata } from "next";
import { Suspense } from "react";
import { ApiKeySettings } from "@/components/settings/api-key-settings";
import { NoRight } from "@/components/settings/no-right";
import { SkeletonRows } from "@/components/ui/skeleton";
import { hasScope, scopeTexts } from "@/lib/access/scopes";
import { loadCtx } from "@/lib/auth/session";
import { loadApiKeys } from "@/lib/domain/api-key/loaders";

export const metadata: Metadata = { title: "API keys" };

export default function ApiKeysPage() {
  return (
    <Suspense fallback={<SkeletonRows label="Loading API keys" />}>
      <Body />
    </Suspense>
  );
}

async function Body() {
  const ctx = await loadCtx();
  if (!hasScope(ctx, "api_key:read")) return <NoRight what="API keys" />;
  const scopes = Object.entries(scopeTexts).map(([value, label]) => ({ value, label }));
  return (
    <ApiKeySettings keys={await loadApiKeys()} scopes={scopes} canWrite={hasScope(ctx, "api_key:write")} />
  );
}
