"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { ConnectorLogo } from "@/components/integration/connector-logo";
import { tellFailure } from "@/components/integration/use-integration-commands";
import { Button } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import { Facts } from "@/components/ui/facts";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { RunView } from "@/lib/domain/run/types";
import { cancelRunAction, syncNowAction } from "@/lib/domain/sync/actions";
import { toDuration } from "@/lib/format/time";
import { useLiveOne } from "@/lib/query/use-live-list";
import { LogList } from "./log-list";
import { RunHeadline, RunObjects } from "./run-progress";
import { isOpenRun, RunStatusBadge, triggerWords } from "./run-status";

export function useRun(id: string, initial?: RunView) {
  return useLiveOne<RunView>({
    topic: "runs",
    path: `runs/${id}`,
    ...(initial ? { initial } : {}),
    fastMs: 1500,
    slowMs: 5000,
  });
}

export function RunDetail({ initial, canWrite }: { initial: RunView; canWrite: boolean }) {
  const run = useRun(initial.id, initial).data ?? initial;
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-6">
        {run.error ? (
          <Notice kind="bad" title={run.error.message} action={canWrite ? <RetryButton run={run} /> : null}>
            {run.error.fix}
          </Notice>
        ) : null}
        <Card className="p-5">
          <h2 className="mb-4 flex items-center gap-3 text-lg font-semibold">
            <ConnectorLogo slug={run.connector} />
            <span className="min-w-0 flex-1 truncate">{run.integrationName}</span>
            <RunStatusBadge run={run} />
          </h2>
          <RunHeadline run={run} />
          <div className="mt-6">
            <RunObjects run={run} />
          </div>
        </Card>
        <Card>
          <CardHead title="Log of this run" />
          <div className="border-t">
            <LogList runId={run.id} compact />
          </div>
        </Card>
      </div>
      <RunAside run={run} canWrite={canWrite} />
    </div>
  );
}

function RunAside({ run, canWrite }: { run: RunView; canWrite: boolean }) {
  return (
    <aside aria-label="About this run" className="flex flex-col gap-4">
      <Card className="px-5 py-3">
        <Facts
          facts={[
            {
              label: "Integration",
              value: (
                <Link
                  href={`/integrations?open=${run.integrationId}`}
                  className="text-accent-ink hover:underline"
                >
                  {run.integrationName}
                </Link>
              ),
            },
            { label: "How it began", value: triggerWords[run.trigger] },
            { label: "Reads", value: run.mode === "full" ? "Everything" : "What changed" },
            { label: "Asked for", value: <Time at={run.createdAt} /> },
            run.startedAt ? { label: "Started", value: <Time at={run.startedAt} /> } : null,
            run.endedAt ? { label: "Ended", value: <Time at={run.endedAt} /> } : null,
            run.durationMs === null ? null : { label: "Took", value: toDuration(run.durationMs) },
          ]}
        />
      </Card>
      {canWrite && run.canCancel ? <CancelButton run={run} /> : null}
    </aside>
  );
}

function CancelButton({ run }: { run: RunView }) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    const result = await cancelRunAction({ runId: run.id });
    setBusy(false);
    if (!result.ok) tellFailure(result);
    else toast("The run stops after the page it is reading.");
    void client.invalidateQueries({ queryKey: ["runs"] });
  };
  return (
    <Button variant="danger-quiet" busy={isBusy} onClick={() => void cancel()}>
      Cancel this run
    </Button>
  );
}

function RetryButton({ run }: { run: RunView }) {
  const [isBusy, setBusy] = useState(false);
  if (isOpenRun(run)) return null;
  const retry = async () => {
    setBusy(true);
    const result = await syncNowAction({ integrationId: run.integrationId, mode: run.mode });
    setBusy(false);
    if (!result.ok) return tellFailure(result);
    window.location.assign(`/integrations/monitor/runs/${result.data.runId}`);
  };
  return (
    <Button size="sm" busy={isBusy} onClick={() => void retry()}>
      Sync again
    </Button>
  );
}
