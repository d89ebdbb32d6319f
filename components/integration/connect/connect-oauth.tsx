"use client";

import { Check, ExternalLink, Minus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Manifest } from "@/lib/connectors/kit/manifest";
import { createIntegrationAction } from "@/lib/domain/integration/actions";
import type { IntegrationDetail } from "@/lib/domain/integration/types";
import { outcomeFaces } from "../oauth-outcome";
import { type OauthState, useOauth } from "../use-oauth";

export interface ConnectOauthProps {
  manifest: Manifest;
  integration: IntegrationDetail | null;
  isSandbox: boolean;
  onCreated: (integrationId: string) => void;
  onConnected: (integrationId: string) => void;
}

export function ConnectOauth({
  manifest,
  integration,
  isSandbox,
  onCreated,
  onConnected,
}: ConnectOauthProps) {
  const [failure, setFailure] = useState<{ message: string; fix?: string } | null>(null);
  const { state, start, focus } = useOauth(integration?.id ?? null, (result) => {
    if (result.outcome === "ok" && result.integrationId) onConnected(result.integrationId);
  });
  const begin = async () => {
    setFailure(null);
    await start(
      async () => {
        if (integration) return integration.id;
        const made = await createIntegrationAction({ connector: manifest.slug });
        if (made.ok) onCreated(made.data.id);
        else setFailure(made);
        return made.ok ? made.data.id : null;
      },
      (id) => `/integrations/add/${manifest.slug}?integration=${id}`,
    );
  };
  const isBusy = state.step === "starting" || (state.step === "waiting" && !state.wasClosed);
  return (
    <div className="flex flex-col gap-5">
      {isSandbox ? (
        <Notice kind="info" title={`This goes to the sandbox ${manifest.displayName}`}>
          A local stand-in with demo records. Nothing leaves this machine.
        </Notice>
      ) : null}
      <Scopes manifest={manifest} />
      {failure ? (
        <Notice kind="bad" title={failure.message} live>
          {failure.fix}
        </Notice>
      ) : null}
      <OauthFace state={state} name={manifest.displayName} onFocus={focus} />
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary" size="lg" busy={isBusy} onClick={() => void begin()}>
          {isBusy ? `Waiting for ${manifest.displayName}` : `Connect with ${manifest.displayName}`}
          {isBusy ? null : <ExternalLink aria-hidden className="size-4" />}
        </Button>
        <p className="text-sm text-muted">Opens {manifest.displayName} in a small window.</p>
      </div>
    </div>
  );
}

function Scopes({ manifest }: { manifest: Manifest }) {
  const scopes = manifest.oauth?.scopes ?? [];
  return (
    <div>
      <p className="text-base">
        {manifest.displayName} will ask you to sign in, choose an account, and allow Connectus to:
      </p>
      <ul className="mt-3 flex flex-col gap-2">
        {scopes.map((scope) => {
          const Icon = scope.required ? Check : Minus;
          return (
            <li key={scope.name} className="flex items-start gap-2.5 text-base">
              <Icon aria-hidden className="mt-[3px] size-4 shrink-0 text-accent-ink" />
              <span>
                {scope.text}
                {scope.required ? null : <span className="text-muted"> (optional)</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Denied, closed, wrong account, missing permission: each has its own words. */
function OauthFace({ state, name, onFocus }: { state: OauthState; name: string; onFocus: () => void }) {
  if (state.step === "failed") {
    return (
      <Notice kind="bad" title={state.message} live>
        {state.fix}
      </Notice>
    );
  }
  if (state.step === "waiting") {
    return state.wasClosed ? (
      <Notice kind="warn" title={`The ${name} window was closed`} live>
        If you allowed the access there, this page goes on by itself in a moment. If not, connect again.
      </Notice>
    ) : (
      <Notice
        kind="info"
        title={`Go on in the ${name} window`}
        live
        action={
          <Button size="sm" onClick={onFocus}>
            Show the window
          </Button>
        }
      >
        This page goes on by itself when you are done there.
      </Notice>
    );
  }
  if (state.step !== "finished" || state.result.outcome === "ok") return null;
  const { title, advice } = outcomeFaces[state.result.outcome];
  return (
    <Notice kind={state.result.outcome === "denied" ? "warn" : "bad"} title={title} live>
      {state.result.message} {advice}
    </Notice>
  );
}
