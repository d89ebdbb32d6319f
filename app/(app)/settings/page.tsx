import type { Metadata } from "next";
import { Suspense } from "react";
import { WorkspaceSettings } from "@/components/settings/workspace-settings";
import { SkeletonRows } from "@/components/ui/skeleton";
import { hasScope } from "@/lib/access/scopes";
import { loadCtx } from "@/lib/auth/session";
import { loadWorkspace } from "@/lib/domain/workspace/loaders";

export const metadata: Metadata = { title: "Workspace" };

export default function WorkspacePage() {
  return (
    <Suspense fallback={<SkeletonRows label="Loading the workspace" />}>
      <Body />
    </Suspense>
  );
}

async function Body() {
  const [ctx, workspace] = await Promise.all([loadCtx(), loadWorkspace()]);
  return (
    <WorkspaceSettings
      workspace={workspace}
      zones={Intl.supportedValuesOf("timeZone")}
      canWrite={hasScope(ctx, "workspace:write")}
    />
  );
}
