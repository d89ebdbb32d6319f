"use client";

import { useQueryClient } from "@tanstack/react-query";
import { parseAsBoolean, parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { Notice } from "@/components/ui/notice";
import type { Manifest } from "@/lib/connectors/kit/manifest";
import type { IntegrationDetail, TestResult } from "@/lib/domain/integration/types";
import { useLiveOne } from "@/lib/query/use-live-list";
import { TestLayers } from "../test-layers";
import { ConnectFields } from "./connect-fields";
import { ConnectOauth } from "./connect-oauth";
import { FirstSync, useLatestRun } from "./first-sync";
import { StepCard } from "./step-card";
import { WhatYouNeed } from "./what-you-need";

export interface ConnectWizardProps {
  manifest: Manifest;
  initial: IntegrationDetail | null;
  /** Ready values of the sandbox's form, when there is a sandbox. */
  sandboxValues: Record<string, string> | null;
  isSandbox: boolean;
  /** False when the operator has not entered this platform's app credentials. */
  isReady: boolean;
}

/** Where one stands is read from the integration itself, so that the steps survive a reload or another day. */
function useProgress(initial: IntegrationDetail | null) {
  const client = useQueryClient();
  const [idInUrl, setId] = useQueryState("integration", parseAsString);
  /** Credentials of a connected integration are entered anew. */
  const [isAgain] = useQueryState("again", parseAsBoolean.withDefault(false));
  const id = idInUrl ?? initial?.id ?? null;
  const [justConnected, setJustConnected] = useState<string | null>(null);
  const live = useLiveOne<IntegrationDetail>({
    topic: "integrations",
    path: `integrations/${id}`,
    enabled: id !== null,
    fastMs: 2000,
    ...(initial && initial.id === id ? { initial } : {}),
  });
  const detail = id !== null && live.data?.id === id ? live.data : null;
  const isConnected = id !== null && (justConnected === id || (!isAgain && isUsable(detail)));
  const run = useLatestRun(isConnected ? id : null);
  const connected = (integrationId: string) => {
    setJustConnected(integrationId);
    void setId(integrationId);
    void client.invalidateQueries({ queryKey: ["integrations"] });
  };
  return { id, detail, isConnected, run, connected, created: (made: string) => void setId(made) };
}

type Progress = ReturnType<typeof useProgress>;

export function ConnectWizard(props: ConnectWizardProps) {
  const { manifest, initial } = props;
  const progress = useProgress(initial);
  const { id, detail, isConnected, run } = progress;
  return (
    <ol className="flex flex-col gap-4">
      <StepCard
        number={1}
        title={`Connect ${manifest.displayName}`}
        state={isConnected ? "done" : "current"}
        note={isConnected ? detail?.accountLabel : null}
      >
        {isConnected ? null : (
          <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_17rem]">
            <ConnectStep {...props} progress={progress} />
            <WhatYouNeed manifest={manifest} />
          </div>
        )}
      </StepCard>
      <StepCard number={2} title="Test" state={!isConnected ? "todo" : detail?.lastTest ? "done" : "current"}>
        {isConnected && detail?.lastTest ? <TestSummary result={detail.lastTest} /> : null}
      </StepCard>
      <StepCard
        number={3}
        title="First sync"
        state={!isConnected ? "todo" : run?.status === "succeeded" ? "done" : "current"}
      >
        {isConnected && id ? <FirstSync integrationId={id} manifest={manifest} /> : null}
      </StepCard>
    </ol>
  );
}

function ConnectStep({
  manifest,
  isReady,
  isSandbox,
  sandboxValues,
  progress,
}: ConnectWizardProps & { progress: Progress }) {
  const { detail, created, connected } = progress;
  if (!isReady) return <NotReady manifest={manifest} />;
  if (manifest.authType === "oauth2") {
    return (
      <ConnectOauth
        manifest={manifest}
        integration={detail}
        isSandbox={isSandbox}
        onCreated={created}
        onConnected={connected}
      />
    );
  }
  return (
    <ConnectFields
      key={detail?.id ?? "new"}
      manifest={manifest}
      integration={detail}
      sandboxValues={sandboxValues}
      onConnected={connected}
    />
  );
}

function TestSummary({ result }: { result: TestResult }) {
  const passed = result.layers.filter(({ state }) => state === "passed").length;
  return (
    <details open={!result.ok}>
      <summary className="text-base">
        {passed} of {result.layers.length} checks passed
      </summary>
      <TestLayers result={result} />
    </details>
  );
}

function isUsable(detail: IntegrationDetail | null): boolean {
  return detail?.status === "connected" || detail?.status === "refreshing" || detail?.status === "paused";
}

function NotReady({ manifest }: { manifest: Manifest }) {
  const prefix = manifest.slug.toUpperCase().replaceAll("-", "_");
  return (
    <Notice kind="warn" title={`${manifest.displayName} is not set up on this installation`}>
      An operator has to register an app at {manifest.displayName} and set{" "}
      <code className="font-mono">{prefix}_CLIENT_ID</code> and{" "}
      <code className="font-mono">{prefix}_CLIENT_SECRET</code>, then restart Connectus.
    </Notice>
  );
}
