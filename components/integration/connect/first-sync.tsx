"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { RunHeadline, RunObjects } from "@/components/monitoring/run-progress";
import { isOpenRun } from "@/components/monitoring/run-status";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { Manifest } from "@/lib/connectors/kit/manifest";
import type { RunView } from "@/lib/domain/run/types";
import { toCount } from "@/lib/format/number";
import { useLiveList } from "@/lib/query/use-live-list";

export interface FirstSyncProps {
  integrationId: string;
  manifest: Manifest;
}

export function useLatestRun(integrationId: string | null): RunView | undefined {
  const list = useLiveList<RunView>({
    topic: "runs",
    path: "runs",
    query: { integrationId, limit: 1 },
    enabled: integrationId !== null,
    fastMs: 1000,
    slowMs: 2000,
  });
  return integrationId === null ? undefined : list.items[0];
}

export function FirstSync({ integrationId, manifest }: FirstSyncProps) {
  const run = useLatestRun(integrationId);
  if (!run) {
    return (
      <p className="flex items-center gap-2.5 text-base text-muted" role="status">
        <Spinner className="size-4" /> Starting the first sync. This takes a few seconds.
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      {run.error ? (
        <Notice kind="bad" title={run.error.message} live>
          {run.error.fix}
        </Notice>
      ) : null}
      <RunHeadline run={run} />
      <RunObjects run={run} />
      <p className="text-sm text-muted" role="status">
        {isOpenRun(run)
          ? "You can leave this page; the sync goes on by itself."
          : run.status === "succeeded"
            ? `Done: ${toCount(run.totals.read)} records are in step.`
            : ""}
      </p>
      <NextSteps integrationId={integrationId} manifest={manifest} isOpen={isOpenRun(run)} />
    </div>
  );
}

function NextSteps({ integrationId, manifest, isOpen }: FirstSyncProps & { isOpen: boolean }) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant={isOpen ? "secondary" : "primary"} size="lg" asChild>
        <Link href={`/integrations/${integrationId}/records`}>
          See the records <ArrowRight aria-hidden className="size-4" />
        </Link>
      </Button>
      {manifest.publishes.length ? (
        <Button size="lg" asChild>
          <Link href="/content/new">Write an article</Link>
        </Button>
      ) : null}
      <Button size="lg" asChild>
        <Link href="/integrations">Go to the overview</Link>
      </Button>
    </div>
  );
}
