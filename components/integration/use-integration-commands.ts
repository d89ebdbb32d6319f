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
import type { TestResult } from "@/lib/domain/integration/types";
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

const unreachable: Failure = {
  ok: false,
  message: "Connectus cannot be reached.",
  fix: "Check your connection, then try again.",
};

/** One command at a time: busy, its notice, and every list read again. */
function useCommand() {
  const client = useQueryClient();
  const router = useRouter();
  const [busy, setBusy] = useState<CommandName | null>(null);
  const run = async <T>(
    name: CommandName,
    action: () => Promise<{ ok: true; data: T } | Failure>,
    done: (data: T) => void,
  ) => {
    setBusy(name);
    const result = await action().catch(() => unreachable);
    setBusy(null);
    if (result.ok) done(result.data);
    else tellFailure(result);
    for (const topic of ["integrations", "runs"]) void client.invalidateQueries({ queryKey: [topic] });
    router.refresh();
    return result.ok ? result.data : null;
  };
  return { busy, run, router };
}

/** Test, sync, pause and resume with their notices. A pause can be taken back from the notice. */
export function useIntegrationCommands() {
  const { busy, run, router } = useCommand();
  const test = (target: CommandTarget) => {
    const action = () => testConnectionAction({ integrationId: target.id });
    return run("test", action, (result) => tellTested(target, result));
  };
  const sync = (target: CommandTarget) => {
    const action = () => syncNowAction({ integrationId: target.id });
    return run("sync", action, ({ runId, alreadyOpen }) => {
      const text = alreadyOpen ? "is syncing already" : "has begun to sync";
      const watch = () => router.push(`/integrations/monitor/runs/${runId}`);
      toast(`${target.name} ${text}.`, { action: { label: "Watch", onClick: watch } });
    });
  };
  const resume = (target: CommandTarget) => {
    const action = () => resumeIntegrationAction({ integrationId: target.id });
    return run("resume", action, () => toast.success(`${target.name} goes on.`));
  };
  const pause = (target: CommandTarget) => {
    const action = () => pauseIntegrationAction({ integrationId: target.id });
    const undo = { label: "Undo", onClick: () => void resume(target) };
    return run("pause", action, () => toast(`${target.name} is paused.`, { duration: 10_000, action: undo }));
  };
  return { busy, test, sync, pause, resume };
}

function tellTested(target: CommandTarget, result: TestResult): void {
  const failed = result.layers.find(({ state }) => state === "failed");
  if (!failed) toast.success(`${target.name}: all tests passed.`);
  else toast.error(`${target.name}: ${failed.label} failed.`, { description: failed.fix ?? failed.detail });
}
