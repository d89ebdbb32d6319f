"use client";

import { CirclePause, CirclePlay, FlaskConical, PlugZap, RefreshCw, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Chip } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { Time } from "@/components/ui/time";
import { Tooltip } from "@/components/ui/tooltip";
import type { IntegrationCard, TestResult } from "@/lib/domain/integration/types";
import { toShortCount } from "@/lib/format/number";
import { ConnectButton } from "./connect-button";
import { ConnectorLogo } from "./connector-logo";
import { QuotaBar } from "./quota-bar";
import { healthFace, ScoreRing } from "./score";
import { StatusBadge } from "./status-badge";
import { TestLine } from "./test-layers";
import { useIntegrationCommands } from "./use-integration-commands";

export interface IntegrationCardViewProps {
  card: IntegrationCard;
  canWrite: boolean;
  onOpen: (tab?: "connection") => void;
}

export function IntegrationCardView({ card, canWrite, onOpen }: IntegrationCardViewProps) {
  const [result, setResult] = useState<TestResult | null>(null);
  return (
    <article className="flex w-full min-w-0 flex-col rounded-xl border bg-surface shadow-card transition-shadow hover:border-line-strong">
      <div className="relative flex flex-1 flex-col p-4">
        <CardTitle card={card} onOpen={() => onOpen()} />
        <CardHealth card={card} />
        <CardTimes card={card} />
        <div className="mt-auto pt-3">
          {card.quota ? (
            <QuotaBar quota={card.quota} />
          ) : (
            <p className="text-xs text-muted">
              {card.callsToday === 0 ? "No calls today" : `${toShortCount(card.callsToday)} calls today`}
            </p>
          )}
        </div>
      </div>
      {result ? (
        <TestLine result={result} onMore={() => onOpen("connection")} onClose={() => setResult(null)} />
      ) : null}
      {canWrite ? <CardActions card={card} onTested={setResult} /> : null}
    </article>
  );
}

function CardTitle({ card, onOpen }: { card: IntegrationCard; onOpen: () => void }) {
  return (
    <div className="flex items-start gap-3">
      <ConnectorLogo slug={card.connector} />
      <div className="min-w-0 flex-1">
        <h3 className="truncate text-base font-semibold">
          {/* The button covers the card; what else can be pressed lies above it. */}
          <button
            type="button"
            data-row
            onClick={onOpen}
            className="max-w-full truncate text-left after:absolute after:inset-0 after:rounded-xl focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent-ink"
          >
            {card.name}
          </button>
        </h3>
        <p className="truncate text-sm text-muted">{card.accountLabel ?? card.connectorName}</p>
      </div>
      {card.isSandbox ? (
        <Tooltip text="Talks to the local sandbox, not to the real platform.">
          <span className="relative z-10">
            <Chip>Sandbox</Chip>
          </span>
        </Tooltip>
      ) : null}
    </div>
  );
}

function CardHealth({ card }: { card: IntegrationCard }) {
  const { label, text } = healthFace(card.health.state);
  const first = card.health.findings[0];
  return (
    <div className="mt-4 flex items-center gap-3">
      <ScoreRing score={card.health.score} state={card.health.state} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <StatusBadge status={card.status} />
          <span className={`text-sm font-medium ${text}`}>{label}</span>
        </div>
        <p className="mt-1 line-clamp-2 text-sm text-muted">
          {first?.title ?? card.statusReason ?? quietLine(card)}
        </p>
      </div>
    </div>
  );
}

function quietLine(card: IntegrationCard): string {
  return card.status === "pending" ? "Begun, but not connected yet." : "Nothing needs your attention.";
}

function CardTimes({ card }: { card: IntegrationCard }) {
  return (
    <dl className="mt-4 grid grid-cols-2 gap-3 text-sm">
      <div>
        <dt className="text-xs text-muted">Last sync</dt>
        <dd>{card.lastSyncAt ? <Time at={card.lastSyncAt} /> : "Never"}</dd>
      </div>
      <div>
        <dt className="text-xs text-muted">{card.activeRunId ? "Now" : "Next sync"}</dt>
        <dd>
          {card.activeRunId ? (
            <Link
              href={`/integrations/monitor/runs/${card.activeRunId}`}
              className="relative z-10 inline-flex items-center gap-1.5 font-medium text-accent-ink hover:underline"
            >
              <Spinner /> Syncing
            </Link>
          ) : card.nextSyncAt ? (
            <Time at={card.nextSyncAt} />
          ) : (
            "Not scheduled"
          )}
        </dd>
      </div>
    </dl>
  );
}

function CardActions({ card, onTested }: { card: IntegrationCard; onTested: (result: TestResult) => void }) {
  const commands = useIntegrationCommands();
  const isPaused = card.status === "paused";
  const isDown =
    card.status === "needs_reconnect" || card.status === "pending" || card.status === "disconnected";
  const test = async () => {
    const result = await commands.test(card);
    if (result) onTested(result);
  };
  return (
    <div className="flex flex-wrap items-center border-t px-2 py-1.5 [&_button]:px-2">
      {isDown ? (
        <ConnectButton card={card} size="sm" icon={<PlugZap aria-hidden className="size-3.5" />} />
      ) : (
        <>
          <Button size="sm" variant="quiet" busy={commands.busy === "test"} onClick={() => void test()}>
            {commands.busy === "test" ? null : <FlaskConical aria-hidden className="size-3.5" />} Test
          </Button>
          <Button
            size="sm"
            variant="quiet"
            busy={commands.busy === "sync"}
            disabled={isPaused || card.activeRunId !== null}
            onClick={() => void commands.sync(card)}
          >
            {commands.busy === "sync" ? null : <RefreshCw aria-hidden className="size-3.5" />} Sync
          </Button>
          <Button
            size="sm"
            variant="quiet"
            busy={commands.busy === "pause" || commands.busy === "resume"}
            onClick={() => void (isPaused ? commands.resume(card) : commands.pause(card))}
          >
            {isPaused ? (
              <CirclePlay aria-hidden className="size-3.5" />
            ) : (
              <CirclePause aria-hidden className="size-3.5" />
            )}
            {isPaused ? "Resume" : "Pause"}
          </Button>
        </>
      )}
      <Button size="sm" variant="quiet" asChild className="ml-auto px-2">
        <Link href={`/integrations/${card.id}`}>
          <SlidersHorizontal aria-hidden className="size-3.5" /> Configure
        </Link>
      </Button>
    </div>
  );
}
