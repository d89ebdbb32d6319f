import type { Metadata } from "next";
import { Suspense } from "react";
import { SessionSettings } from "@/components/settings/session-settings";
import { SkeletonRows } from "@/components/ui/skeleton";
import { loadSessions } from "@/lib/domain/session/loaders";

export const metadata: Metadata = { title: "Sessions" };

export default function SessionsPage() {
  return (
    <Suspense fallback={<SkeletonRows label="Loading sessions" />}>
      <Body />
    </Suspense>
  );
}

async function Body() {
  return <SessionSettings sessions={await loadSessions()} />;
}
