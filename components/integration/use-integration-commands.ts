"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "@/components/ui/toast";
import {
  pauseIntegrationAction,
  resumeIntegrationAction,
  testConnectionAction,
} from "@/lib/domain/integration/actions";
import { syncNowAction } from "@/lib/domain/sync/actions";

export interface CommandTarget {
  id: string;
  name: string;
}

export type CommandName = "test" | "sync" | "pause" | "resume";

type Failure = { ok: false; message: string; fix?: string };

export function tellFailure(failure: Failure): void {
  toast.error(failure.message, failure.fix ? { description: failure.fix } : undefined);
}

/** Test, sync, pause and resume with their notices. Pause and sync can be taken back from the notice. */
export function useIntegrationCommands() {
  const client = useQueryClient();
  const router = useRouter();
  const [busy, setBusy] = useState<CommandName | null>(null);

  const run = async <T>(
    name: CommandName,
    action: () => Promise<{ ok: true; data: T } | Failure>,
    done: (data: T) => void,
  ) => {
    setBusy(name);
    const result = await action().catch(
      (): Failure => ({
        ok: false,
        message: "Connectus cannot be reached.",
        fix: "Check your connection, then try again.",
      }),
    );
    setBusy(null);
    if (result.ok) done(result.data);
    else tellFailure(result);
    for (const topic of ["integrations", "runs"]) void client.invalidateQueries({ queryKey: [topic] });
    router.refresh();
    return result.ok ? result.data : null;
  };

  const resume = (target: CommandTarget) =>
    run(
      "resume",
      () => resumeIntegrationAction({ integrationId: target.id }),
      () => toast.success(`${target.name} goes on.`),
    );

  return {
    busy,
    test: (target: CommandTarget) =>
      run(
        "test",
        () => testConnectionAction({ integrationId: target.id }),
        (result) => {
          const failed = result.layers.find(({ state }) => state === "failed");
          if (!failed) toast.success(`${target.name}: all tests passed.`);
          else
            toast.error(`${target.name}: ${failed.label} failed.`, {
              description: failed.fix ?? failed.detail,
            });
        },
      ),
    sync: (target: CommandTarget) =>
      run(
        "sync",
        () => syncNowAction({ integrationId: target.id }),
        ({ runId, alreadyOpen }) =>
          toast(
            alreadyOpen ? `${target.name} is syncing already.` : `${target.name}: the sync has started.`,
            {
              action: { label: "Watch", onClick: () => router.push(`/integrations/monitor/runs/${runId}`) },
            },
          ),
      ),
    pause: (target: CommandTarget) =>
      run(
        "pause",
        () => pauseIntegrationAction({ integrationId: target.id }),
        () =>
          toast(`${target.name} is paused.`, {
            duration: 10_000,
            action: { label: "Undo", onClick: () => void resume(target) },
          }),
      ),
    resume,
  };
}
