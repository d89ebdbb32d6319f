import type { Metadata } from "next";
import { Suspense } from "react";
import { AuditList } from "@/components/settings/audit-list";
import { NoRight } from "@/components/settings/no-right";
import { SkeletonRows } from "@/components/ui/skeleton";
import { hasScope } from "@/lib/access/scopes";
import { loadCtx } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Audit" };

export default function AuditPage() {
  return (
    <Suspense fallback={<SkeletonRows label="Loading the audit log" />}>
      <Body />
    </Suspense>
  );
}

async function Body() {
  if (!hasScope(await loadCtx(), "audit:read")) return <NoRight what="The audit log" />;
  return <AuditList />;
}
