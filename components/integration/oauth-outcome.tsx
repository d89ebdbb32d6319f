"use client";

import { CircleCheck, CircleSlash, Clock, type LucideIcon, ShieldAlert, ShieldX, Users } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import type { OauthOutcome, OauthResult } from "@/lib/domain/integration/types";
import { type OauthMessage, oauthChannelName, oauthWindowName } from "./use-oauth";

interface Face {
  icon: LucideIcon;
  title: string;
  advice: string;
  good?: boolean;
}

export const outcomeFaces: Record<OauthOutcome, Face> = {
  ok: { icon: CircleCheck, title: "Connected", advice: "The first sync starts by itself.", good: true },
  denied: {
    icon: CircleSlash,
    title: "The access was not allowed",
    advice:
      "Nothing was connected. Start again and choose to allow it, or ask somebody with more rights there.",
  },
  expired: {
    icon: Clock,
    title: "That took too long",
    advice: "A sign-in is good for ten minutes. Start again.",
  },
  replayed: {
    icon: ShieldAlert,
    title: "This link was used already",
    advice: "If nothing is connected, start again.",
  },
  forged: {
    icon: ShieldX,
    title: "This answer was not asked for",
    advice:
      "It does not belong to a sign-in that began here, so nothing was connected. Start from Connectus.",
  },
  other_session: {
    icon: Users,
    title: "Begun in another browser",
    advice: "The sign-in was begun elsewhere, by somebody else or in another workspace. Start again here.",
  },
  wrong_account: {
    icon: Users,
    title: "That was another account",
    advice:
      "Sign out at the platform, then connect with the account this integration belongs to, or add a new one.",
  },
  missing_scope: {
    icon: ShieldAlert,
    title: "A permission is missing",
    advice: "Connect again and leave every permission switched on.",
  },
  failed: {
    icon: ShieldX,
    title: "Could not be connected",
    advice: "Try again. If it stays, look at the log.",
  },
};

/** Tells the page that opened this window; true once it has taken the result. */
function useHandOver(result: OauthResult): boolean {
  const [isTaken, setTaken] = useState(false);
  useEffect(() => {
    const channel = new BroadcastChannel(oauthChannelName);
    channel.onmessage = ({ data }: MessageEvent<OauthMessage>) => {
      if (data.kind !== "taken") return;
      setTaken(true);
      if (window.name === oauthWindowName) window.close();
    };
    channel.postMessage({ kind: "result", result } satisfies OauthMessage);
    return () => channel.close();
  }, [result]);
  return isTaken;
}

function continueAt(result: OauthResult): string {
  return (
    result.returnTo ?? (result.integrationId ? `/integrations/${result.integrationId}` : "/integrations")
  );
}

export function OauthOutcomeView({ result }: { result: OauthResult }) {
  const isTaken = useHandOver(result);
  const { icon: Icon, title, advice, good } = outcomeFaces[result.outcome];
  const target = continueAt(result);
  useEffect(() => {
    if (window.name === oauthWindowName || isTaken || result.outcome !== "ok") return;
    const timer = setTimeout(() => window.location.replace(target), 1200);
    return () => clearTimeout(timer);
  }, [isTaken, result.outcome, target]);
  return (
    <div role={good ? "status" : "alert"}>
      <Icon aria-hidden className={cn("size-9", good ? "text-good" : "text-bad")} strokeWidth={1.5} />
      <h1 className="mt-4 text-2xl font-semibold">{title}</h1>
      <p className="mt-2 text-base text-pretty">{result.message}</p>
      <p className="mt-1 text-base text-pretty text-muted">
        {isTaken ? "You can close this window." : advice}
      </p>
      {isTaken ? null : (
        <Button variant="primary" size="lg" asChild className="mt-6">
          <a href={target}>{good ? "Continue" : "Back to Connectus"}</a>
        </Button>
      )}
    </div>
  );
}
