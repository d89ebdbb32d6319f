"use client";

import { CircleCheck, CircleX, Send, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { ConnectorLogo } from "@/components/integration/connector-logo";
import { Chip } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/switch";
import { cn } from "@/lib/cn";
import type { PublishTarget, TargetCheck } from "@/lib/domain/publication/types";
import { toPlural } from "@/lib/format/number";

export interface TargetPanelProps {
  targets: readonly PublishTarget[];
  chosen: readonly string[];
  checks: readonly TargetCheck[];
  isBusy: boolean;
  onChoose: (chosen: string[]) => void;
  onPublish: () => void;
}

export function TargetPanel({ targets, chosen, checks, isBusy, onChoose, onPublish }: TargetPanelProps) {
  const blocked = checks.some((check) => chosen.includes(check.integrationId) && !check.ok);
  const open = targets.filter(({ allowed }) => allowed);
  if (open.length === 0) return <NoTargets targets={targets} />;
  const toggle = (id: string, on: boolean) =>
    onChoose(on ? [...chosen, id] : chosen.filter((each) => each !== id));
  return (
    <div className="flex flex-col gap-4">
      <fieldset>
        <legend className="sr-only">Where to publish</legend>
        <ul className="flex flex-col gap-1">
          {open.map((target) => (
            <TargetRow
              key={target.integrationId}
              target={target}
              isChosen={chosen.includes(target.integrationId)}
              check={checks.find(({ integrationId }) => integrationId === target.integrationId)}
              onToggle={(on) => toggle(target.integrationId, on)}
            />
          ))}
        </ul>
      </fieldset>
      {open.length < targets.length ? (
        <ClosedTargets targets={targets.filter(({ allowed }) => !allowed)} />
      ) : null}
      <Button variant="primary" size="lg" busy={isBusy} disabled={chosen.length === 0} onClick={onPublish}>
        {isBusy ? null : <Send aria-hidden className="size-4" />}
        {blocked
          ? "Check again and publish"
          : chosen.length > 1
            ? `Publish to ${chosen.length} places`
            : "Publish"}
      </Button>
    </div>
  );
}

interface TargetRowProps {
  target: PublishTarget;
  isChosen: boolean;
  check: TargetCheck | undefined;
  onToggle: (on: boolean) => void;
}

function TargetRow({ target, isChosen, check, onToggle }: TargetRowProps) {
  return (
    <li>
      <label className="flex items-start gap-3 rounded-lg px-2 py-2 hover:bg-hover">
        <Checkbox
          className="mt-0.5"
          checked={isChosen}
          onCheckedChange={(on) => onToggle(on === true)}
          aria-label={`Publish to ${target.integrationName}`}
        />
        <ConnectorLogo slug={target.connector} size="sm" />
        <span className="min-w-0 flex-1 text-sm">
          <span className="flex flex-wrap items-center gap-2 font-medium">
            {target.integrationName}
            {target.isSandbox ? <Chip>Sandbox</Chip> : null}
          </span>
          <span className="block text-pretty text-muted">{target.accountLabel ?? target.connectorName}</span>
        </span>
      </label>
      {isChosen && check ? <Issues check={check} /> : null}
    </li>
  );
}

function ClosedTargets({ targets }: { targets: readonly PublishTarget[] }) {
  return (
    <details className="text-sm">
      <summary className="text-muted hover:text-ink">
        {toPlural(targets.length, "more account")} cannot take this
      </summary>
      <ul className="mt-2 flex flex-col gap-2">
        {targets.map((target) => (
          <li key={target.integrationId} className="flex items-start gap-2.5">
            <ConnectorLogo slug={target.connector} size="sm" />
            <span className="min-w-0">
              <span className="font-medium">{target.integrationName}</span>
              <span className="block text-pretty text-muted">{target.reason}</span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Issues({ check }: { check: TargetCheck }) {
  if (check.issues.length === 0) {
    return (
      <p className="flex items-center gap-1.5 pb-1 pl-10 text-sm text-good">
        <CircleCheck aria-hidden className="size-3.5" /> Ready
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-1 pb-1 pl-10 text-sm" role="status">
      {check.issues.map((issue) => {
        const Icon = issue.level === "error" ? CircleX : TriangleAlert;
        return (
          <li key={`${issue.field}-${issue.message}`} className="flex items-start gap-1.5">
            <Icon
              aria-hidden
              className={cn("mt-[3px] size-3.5 shrink-0", issue.level === "error" ? "text-bad" : "text-warn")}
            />
            <span>
              <span className="sr-only">
                {issue.level === "error" ? "Must be mended: " : "Worth a look: "}
              </span>
              {issue.message}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function NoTargets({ targets }: { targets: readonly PublishTarget[] }) {
  return (
    <div className="flex flex-col items-start gap-3 text-sm">
      <p className="text-pretty text-muted">
        {targets.length
          ? (targets[0]?.reason ?? "None of your integrations can take this just now.")
          : "Connect a place to publish to first, such as WordPress. What you write here is kept."}
      </p>
      <Button asChild>
        <Link href="/integrations/add?can=publish">Connect a place to publish</Link>
      </Button>
    </div>
  );
}
